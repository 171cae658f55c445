// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// What the system tells of this process, read from `/proc` (proc(5)); what it does not tell is nil.
struct ProcessFigures {
    /// Bytes of memory it rests in.
    let memory: Int?
    /// Seconds that processors have worked for it.
    let processor: Double?
    let descriptors: Int?
    let mostDescriptors: Int?

    init() {
        let pages = Self.text("/proc/self/statm")?.split(separator: " ")
        memory = pages.flatMap { $0.count > 1 ? Int($0[1]) : nil }.map { $0 * Int(getpagesize()) }
        processor = Self.processorTime
        descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count
        mostDescriptors = Self.text("/proc/self/limits")?
            .split(separator: "\n").first { $0.hasPrefix("Max open files") }?
            .split(separator: " ").dropFirst(3).first.flatMap { Int($0) }
    }

    /// Puts it where it is read, with what is only known when it is asked for.
    func put(in site: Site) {
        let metrics = site.metrics
        metrics.build[Release.version].set(1)
        metrics.started[].set(Double(site.startedAt.milliseconds) / 1_000)
        for (figure, gauge) in [
            (memory.map(Double.init), metrics.memory), (processor, metrics.processor),
            (descriptors.map(Double.init), metrics.descriptors),
            (mostDescriptors.map(Double.init), metrics.mostDescriptors),
        ] {
            if let figure { gauge[].set(figure) }
        }
        metrics.inFlight[].set(Double(site.places.taken))
        for rank in Places.Rank.allCases {
            metrics.waiting[rank.rawValue].set(Double(site.places.waiting(rank)))
        }
        metrics.connections[].set(Double(site.connections.count))
    }

    private static var processorTime: Double? {
        // The name in brackets may hold blanks; the 12th and 13th field after it are the times.
        let fields = text("/proc/self/stat")?.split(separator: ")").last?.split(separator: " ")
        guard let fields, fields.count > 12, let user = Double(fields[11]),
            let system = Double(fields[12])
        else { return nil }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func text(_ path: String) -> String? {
        // Such files say that they are empty: they are read to their end instead.
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? handle.close() }
        return (try? handle.readToEnd()).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
    }
}
