// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A program that is given something and says something, within a time and a length. No shell is
/// between: it has arguments of its own, and nothing of our environment.
struct BoundedProgram: Sendable {
    let path: String
    let arguments: [String]
    /// How long it may take before it is ended.
    let patience: Duration
    /// The most bytes it may say.
    let largestAnswer: Int

    /// Runs it on the caller's thread.
    /// - Throws: `Fault`, in words for the log; `CancellationError` when nobody waits any more.
    func run(_ input: [UInt8], _ givenUp: GivenUp) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"]
        process.standardInput = try UnnamedFile.holding(input)
        let said = Pipe()
        process.standardOutput = said
        process.standardError = FileHandle.nullDevice
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        do { try process.run() } catch { throw Fault("the translator cannot be started") }
        // Ours alone would keep the pipe from ever coming to its end.
        try? said.fileHandleForWriting.close()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        let deadline = ContinuousClock.now + patience
        let answer = try read(said.fileHandleForReading.fileDescriptor, until: deadline, givenUp)
        let left = max(.zero, ContinuousClock.now.duration(to: deadline))
        guard ended.wait(timeout: .now() + Double(left.components.seconds + 1)) == .success else {
            throw Fault("the translator does not end")
        }
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw Fault("the translator ended with \(process.terminationStatus)")
        }
        return answer
    }

    /// What comes out of a pipe before it ends. Whoever else holds its other end cannot make us wait
    /// longer.
    private func read(
        _ pipe: Int32, until deadline: ContinuousClock.Instant, _ givenUp: GivenUp
    ) throws -> [UInt8] {
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if givenUp.isSo { throw CancellationError() }
            guard ContinuousClock.now < deadline else {
                throw Fault("the translator did not answer within \(patience.components.seconds) s")
            }
            var waiting = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 200) > 0 else { continue }
            let count = Foundation.read(pipe, &piece, piece.count)
            if count == 0 { return answer }
            guard count > 0 else { throw Fault("the translator’s answer cannot be read") }
            answer += piece[..<count]
            guard answer.count <= largestAnswer else { throw Fault("the translator’s answer is too long") }
        }
    }
}
