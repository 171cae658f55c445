// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Web

/// The command line. Exit 0: done; 1: something was found; 2: used wrongly.
@main
struct Talka: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "talka",
        abstract: "One server for every municipality of a network.",
        discussion: """
            Where the network lies is said by TALKA_STORE=sqlite:DIR (./data unless it is said) or \
            TALKA_STORE=postgres://USER@HOST/DATABASE, the port by PORT (8080). Every command works \
            beside a running server.
            """,
        version: Version.text,
        subcommands: [
            DemoCommand.self, ServeCommand.self, SetupCommand.self, VerifyCommand.self,
            TenantCommand.self, DirectoryCommand.self, ImportCommand.self, ExportCommand.self,
            BackupCommand.self, RestoreCommand.self, DrillCommand.self, MigrateCommand.self,
            DoctorCommand.self, PersonCommand.self, FollowingCommand.self,
            MailCommand.self,
            BenchCommand.self,
        ])

    /// Wrong use ends with 2, as every command promises.
    static func main() async {
        // Whatever is written, its owner alone reads it.
        umask(0o077)
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let code = exitCode(for: error)
            if code == .success || error is ExitCode { exit(withError: error) }
            // How a command is used is told to whoever typed it wrongly; what was refused later, as
            // a setting, is told alone.
            let isWrongUse = code == .validationFailure && !(error is ValidationError)
            let message = isWrongUse ? fullMessage(for: error) : "Error: \(Messages.of(error))"
            FileHandle.standardError.write(Data((message + "\n").utf8))
            exit(withError: isWrongUse ? ExitCode(2) : Messages.exitCode(of: error))
        }
    }
}
