// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Store
import Web

/// What the network holds of a person: to hand it to them, or to erase it.
struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: "Hand a person all that is held of them, erase it, or say that an address is theirs.",
        subcommands: [Export.self, Erase.self, Confirm.self])

    /// - Throws: `ValidationError` if nobody has the address.
    fileprivate static func find(_ email: String, in network: Network) throws -> RecordID {
        guard let id = try Accounts(network: network).person(email: email) else {
            throw ValidationError("Nobody has the e-mail address “\(email)”.")
        }
        return id
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write all that is held of a person into a folder, for them.",
            discussion: """
                Their account and roles, what they were told, their records at every tenant and what \
                they did: person.json for programs, person.html to read.
                """)

        @Argument(help: "Their e-mail address.") var email: String
        @Argument(help: "The folder to write.") var folder: String

        func run() async throws {
            let network = try Composition.present(try Settings())
            let json = try SubjectAccess(PersonCommand.find(email, in: network), in: network).json()
            try await network.close()
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let files = [
                ("person.json", json.pretty()), ("person.html", PersonPage.html(json).string),
            ]
            for (name, text) in files {
                guard FileManager.default.createFile(
                    atPath: "\(folder)/\(name)", contents: Data(text.utf8),
                    attributes: [.posixPermissions: 0o600])
                else { throw Fault("cannot write \(folder)/\(name)") }
            }
            print("It lies in \(folder). Look through it before you hand it over: others may be named in it.")
        }
    }

    struct Erase: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Erase a person wherever the law lets it, and close their account.",
            discussion: """
                Every version of their records, drafts, what is published and searched, notices and \
                mail. Journals keep their digests and verify. What a law keeps is named.
                """)

        @Argument(help: "Their e-mail address.") var email: String
        @Option(help: "The address once more: this cannot be undone.") var confirm: String
        @Flag(help: "Report in JSON.") var json = false

        func run() async throws {
            guard confirm == email else {
                throw ValidationError("--confirm must be the same address. Nothing was erased.")
            }
            let network = try Composition.present(try Settings())
            let report = try await network.erase(PersonCommand.find(email, in: network))
            try await network.close()
            if json {
                print(JSON.array(report.lines.map { line in
                    [
                        "tenant": .string(line.tenant), "record": .string(line.record),
                        "id": .string(line.id), "kept": .optional(line.kept),
                    ]
                }).pretty())
                return
            }
            for line in report.lines {
                let what = line.kept.map { "kept: \($0)" } ?? "erased"
                print("\(line.tenant): \(line.record) \(line.id): \(what)")
            }
            print("The account is closed. Backups hold what was until they are let go of.")
        }
    }
}

extension PersonCommand {
    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that an address is the person's who joined with it.",
            discussion: """
                Anybody can join with anybody's address, so roles wait until it is confirmed: by a link \
                in a mail, or by an identity provider. Where there is neither, ask the person whether \
                the account is theirs, then run this.
                """)

        @Argument(help: "Their e-mail address.") var email: String

        func run() async throws {
            let network = try Composition.present(try Settings())
            try await Accounts(network: network).vouch(
                for: PersonCommand.find(email, in: network), by: .system("operator"),
                at: network.now())
            try await network.close()
            print("The address counts as theirs, and the roles they were given hold.")
        }
    }
}

/// What is held of a person, to read.
enum PersonPage {
    static func html(_ json: JSON) -> HTML {
        let name = json["person"]?["name"]?.asString ?? ""
        return """
            <!doctype html>
            <html lang="en"><meta charset="utf-8"><title>\(name)</title>
            <body><h1>What is held of \(name)</h1>\(value(json))</body></html>
            """
    }

    private static func value(_ json: JSON) -> HTML {
        switch json {
        case .object(let members):
            let items = members.filter { !isEmpty($0.value) }.map { member -> HTML in
                "<dt>\(member.key.replacing("_", with: " "))</dt><dd>\(value(member.value))</dd>"
            }
            return "<dl>\(items)</dl>"
        case .array(let values):
            let items = values.map { item -> HTML in "<li>\(value(item))</li>" }
            return "<ol>\(items)</ol>"
        case .string(let text): return HTML(text: text)
        default: return HTML(text: json.text())
        }
    }

    private static func isEmpty(_ json: JSON) -> Bool {
        json.isNull || json.asArray?.isEmpty == true || json.asObject?.isEmpty == true
    }
}
