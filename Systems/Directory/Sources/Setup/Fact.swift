// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Web

/// One fact of the files that come with the product: the action that records it, what is sent to
/// that action, and a key by which it is recorded only once.
struct Fact: Sendable {
    let action: ActionKind
    let key: String
    let input: ReadInput

    /// Reads a fact as the API would: a name the entry does not know is a mistake in the file.
    init(_ kind: RecordKind, _ content: JSON) throws {
        let name = "record_\(kind.name)"
        guard let action = System.directory.actions.first(where: { $0.name == name }) else {
            throw Fault("the directory has no action \(name)")
        }
        self.action = action
        do { input = try action.read(json: content) } catch {
            throw Fault("\(name) \(content): \(error.all.map { "\($0.field ?? "") \($0.code)" })")
        }
        // Told apart as in a list.
        let values = kind.list.columns.map { [input] in input.values[$0]?.text ?? "" }
        key = ([name] + values).joined(separator: ":")
    }

    /// Whether others name it: organisations that are no part of another, and systems.
    var rank: Int {
        switch action.record.name {
        case Organisation.kind.name: (input.values["parent"] ?? .null).isNull ? 0 : 1
        case SharedSystem.kind.name: 1
        default: 2
        }
    }

    /// Whether it is what tells of a shared system.
    func records(system slug: String) -> Bool {
        action.record.name == SharedSystem.kind.name && input.values["slug"] == .text(slug)
    }

    /// All facts of these files; of all, unless others are named.
    static func all(
        of files: [String] = ["bodies", "authorities-ie", "systems", "coverage"]
    ) throws -> [Fact] {
        try files.flatMap { name in
            let file = try content(name)
            return try System.directory.records.flatMap { kind in
                try (file[list(kind)]?.asArray ?? []).flatMap { try read(kind, $0) }
            }
        }
    }

    static func content(_ name: String) throws -> JSON {
        try JSON(parsing: SystemResources.text("Facts/\(name).json", in: Bundle.module))
    }

    /// An entry, and the entries about it that stand within.
    private static func read(_ kind: RecordKind, _ content: JSON) throws -> [Fact] {
        var entry = content
        var within: [Fact] = []
        for other in System.directory.records {
            for particular in content[list(other)]?.asArray ?? [] {
                var particular = particular
                particular["organisation"] = content["slug"]
                within.append(try Fact(other, particular))
            }
            entry[list(other)] = nil
        }
        return [try Fact(kind, entry)] + within
    }

    private static func list(_ kind: RecordKind) -> String {
        kind.plural.replacing("-", with: "_")
    }
}
