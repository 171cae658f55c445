// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Outgoing
import Store

/// What comes back from mail servers.
struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Take in mail that came back.", subcommands: [Bounced.self])

    struct Bounced: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read a delivery report (RFC 3464) from standard input.",
            discussion: """
                For the alias that TALKA_MAIL_FROM names. The mail is noted as come back, and whoever \
                it was for is told when they next sign in. What is no such report, or of no mail of \
                this network, is passed over, so that nothing is ever sent back.
                """)

        func run() async throws {
            let input = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
            guard let report = DeliveryReport(input) else { return print("This is no delivery report.") }
            guard report.isFinal else { return print("It is not for good; nothing was noted.") }
            let network = try Composition.present(try Settings())
            let isOurs = try await Accounts(network: network).takeBounce(
                ofMessage: report.messageID, "it came back: \(report.status)", at: network.now())
            try await network.close()
            print(isOurs ? "Noted." : "It is of no mail of this network.")
        }
    }
}
