// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Hands mail to the program every Unix mail system has at `/usr/sbin/sendmail`. No shell is
/// between: the program is given arguments of its own, and nothing of our environment.
public final class Sendmail: MailSending {
    /// How long it may take before it is ended.
    private static let patience = DispatchTimeInterval.seconds(60)

    private let program: String
    private let workers = Workers(atOnce: 2)

    /// - Parameter program: its path.
    public init(_ program: String = "/usr/sbin/sendmail") { self.program = program }

    /// One process a mail.
    public func send(_ mail: Mail) async throws {
        let message: [UInt8]
        do { message = try mail.rendered() } catch { throw MailFailure("\(error)", isFinal: true) }
        // Lines of our own: mail systems want the machine's here, and make their own of them.
        let lines = message.filter { $0 != 13 }
        do {
            try await workers.run { [self] _ in try run(lines, from: mail.envelopeFrom) }
        } catch let fault as Fault { throw MailFailure(fault.description, isFinal: false) }
    }

    private func run(_ message: [UInt8], from: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        // -i: a line of one dot ends nothing. -t: to whom the header To says. -f: who is told.
        process.arguments = ["-i", "-t", "-f", from]
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C"]
        process.standardInput = try UnnamedFile.holding(message)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        do { try process.run() } catch {
            throw MailFailure("\(program) cannot be started", isFinal: false)
        }
        guard ended.wait(timeout: .now() + Self.patience) == .success else {
            process.terminate()
            throw MailFailure("\(program) does not end", isFinal: false, mayBeSent: true)
        }
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let status = process.terminationStatus
            // sysexits.h: bad data, no such user, no such host.
            throw MailFailure(
                "\(program) ended with \(status)",
                isFinal: process.terminationReason == .exit && [65, 67, 68].contains(status))
        }
    }
}
