// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Has cases tried by another process, since one of them may end it: that is told, and the next process goes
/// on behind it.
struct Overseer {
    private let setting: Setting
    private let folder: String

    /// After how many processes that ended it is enough.
    private static let mostEnds = 10

    init(_ setting: Setting) {
        self.setting = setting
        folder = "\(Self.memory)/talka-fuzz-\(UUID().uuidString)"
    }

    /// Where files lie in memory, if there is such a place: nothing here is about the disk itself.
    private static var memory: String {
        FileManager.default.fileExists(atPath: "/dev/shm")
            ? "/dev/shm" : FileManager.default.temporaryDirectory.path
    }

    /// Whether everything held.
    func run() throws -> Bool {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let begun = ContinuousClock.now
        var (first, inputs, isRight, ends) = (setting.first, UInt64(0), true, 0)
        while true {
            let took = begun.duration(to: .now).components.seconds
            let left = setting.seconds - Int(took)
            guard left > 0, inputs < setting.inputs, ends < Self.mostEnds else { break }
            let process = try self.process(from: first, setting.inputs - inputs, left)
            process.waitUntilExit()
            let known = Progress.read(place)
            inputs += known?.inputs ?? 0
            let hasEnded = process.terminationReason == .exit && process.terminationStatus <= 1
            if hasEnded {
                isRight = isRight && process.terminationStatus == 0
                break
            }
            (isRight, ends) = (false, ends + 1)
            let number = known?.number ?? first
            say(
                "WRONG: seed \(setting.seed) number \(number): it ended (\(process.terminationStatus))"
            )
            say("again with fuzz --seed \(setting.seed) --only \(number)")
            first = number + 1
        }
        say("seed \(setting.seed): \(inputs) inputs in \(begun.duration(to: .now).components.seconds) s")
        return isRight
    }

    private var place: String { "\(folder)/at" }

    private func process(from first: UInt64, _ inputs: UInt64, _ seconds: Int) throws -> Process {
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(filePath: own ?? CommandLine.arguments[0])
        process.arguments = [
            "--within", place, "--seed", "\(setting.seed)", "--first", "\(first)", "--inputs", "\(inputs)",
            "--seconds", "\(seconds)",
        ]
        // The stores of what is tried lie there, too, and go with it.
        process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": folder]) { $1 }
        try process.run()
        return process
    }
}
