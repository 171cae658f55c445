// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Measuring

/// A load in a process of its own, beside the server that is measured.
enum LoadProcess {
    /// - Parameter directory: where the plan is put down for it.
    /// - Throws: `Fault` if it did not report.
    static func run(_ plan: LoadPlan, in directory: String) async throws -> [String: Summary] {
        let file = "\(directory)/load-\(UUID().uuidString).json"
        try JSONEncoder().encode(plan).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let output = try await output(of: "/proc/self/exe", ["bench", "load", file])
        return try JSONDecoder().decode([String: Summary].self, from: output)
    }

    /// What a program prints.
    /// - Throws: `Fault` if it failed.
    static func output(of program: String, _ arguments: [String]) async throws -> Data {
        let process = Process()
        // Only where this program itself lies has to be looked up: others go by the name they have.
        let url = URL(fileURLWithPath: program)
        process.executableURL = program == "/proc/self/exe" ? url.resolvingSymlinksInPath() : url
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        return try await Task.detached {
            let data = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                throw Fault("\(program) ended with \(process.terminationStatus)")
            }
            return data
        }.value
    }
}

/// The load, as the bench starts it.
struct BenchLoad: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "load", shouldDisplay: false)

    @Argument(help: "The plan, as the bench wrote it.") var plan: String

    func run() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: plan))
        let found = try Load.run(try JSONDecoder().decode(LoadPlan.self, from: data))
        FileHandle.standardOutput.write(try JSONEncoder().encode(found))
    }
}
