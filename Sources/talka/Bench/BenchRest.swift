// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Measuring

/// How long a start takes, and how much memory the demonstration rests in with every tenant open.
struct BenchRest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rest",
        abstract: "Start time to the first page, and resident memory with the whole demo open.")

    @Option(help: "Starts.") var rounds = 5
    @Flag(help: "Report in JSON.") var json = false

    func run() async throws {
        let directory = "\(FileManager.default.currentDirectoryPath)/.build/bench-rest-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let first = try await start(in: directory)
        first.process.terminate()
        first.process.waitUntilExit()
        var starts: [Double] = []
        var resident: [Double] = []
        for _ in 0..<rounds {
            let started = try await start(in: directory)
            starts.append(started.milliseconds)
            try await Task.sleep(for: .seconds(3))
            resident.append(try Self.resident(started.process.processIdentifier))
            started.process.terminate()
            started.process.waitUntilExit()
        }
        if json {
            let report: JSON = [
                "first_start_ms": .decimal(first.milliseconds),
                "start_ms": .decimal(Latencies.median(starts)),
                "resident_mb": .decimal(Latencies.median(resident)),
            ]
            print(report.pretty())
        } else {
            print("first start, making the demonstration: \(Int(first.milliseconds)) ms to the first page")
            let all = starts.map { Int($0) }
            print("start: \(Int(Latencies.median(starts))) ms to the first page (median of \(all))")
            print("resting: \(Int(Latencies.median(resident))) MB resident, every tenant open")
        }
    }

    private func start(in directory: String) async throws -> (process: Process, milliseconds: Double) {
        let port = Int.random(in: 20_000...40_000)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["demo"]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["TALKA_STORE": "sqlite:\(directory)", "PORT": "\(port)"]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        let begun = MonotonicClock.now()
        try process.run()
        let request = Array("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8)
        while MonotonicClock.now() - begun < 60 {
            if var connection = try? LoadConnection(port: port, requests: [request]) {
                defer { close(connection.descriptor) }
                connection.send(at: begun)
                for _ in 0..<1_000 {
                    if let status = connection.receive() {
                        guard status == 200 else { throw Fault("the first page answered \(status)") }
                        return (process, (MonotonicClock.now() - begun) * 1_000)
                    }
                }
            }
            usleep(2_000)
        }
        process.terminate()
        throw Fault("the server did not start within a minute")
    }

    /// The resident memory of a process, in megabytes (10^6 bytes).
    private static func resident(_ process: Int32) throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        for line in status.split(separator: "\n") where line.hasPrefix("VmRSS:") {
            let number = line.split(separator: " ").dropFirst().first.flatMap { Double($0) }
            if let number { return number * 1_024 / 1e6 }
        }
        throw Fault("the system tells nothing of a process's memory")
    }
}
