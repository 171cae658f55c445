// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Store

/// Makes the first administrator; until then nobody can sign in.
struct SetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup", abstract: "Make the network's first administrator.",
        discussion: "The password is asked for, or read from the first line of standard input.")

    @Option(help: "The administrator's name.") var name: String
    @Option(help: "The e-mail address to sign in with.") var email: String

    func run() async throws {
        let network = try Composition.network(try Settings())
        guard let password = Self.password() else {
            throw ValidationError("No password was given.")
        }
        do {
            try await Accounts(network: network).firstAdministrator(
                name: name, email: email, password: password, at: network.now())
        } catch let problems as Problems {
            throw ValidationError(try Messages.of(problems))
        } catch let refusal as Refusal {
            throw ValidationError(try Messages.of(refusal))
        }
        print(
            """
            \(email) administers the network. `talka serve` starts it; `talka directory load` \
            fills its directory with the bodies and authorities that are known.
            """)
        try await network.close()
    }

    private static func password() -> String? {
        if isatty(0) == 1 {
            return getpass("Password (12 characters or more): ").map { String(cString: $0) }
        }
        return readLine()
    }
}
