// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A list of texts: commas between them in a parameter, an array in a body.
enum NameList {
    private static let most = 1_000

    /// Splits a parameter.
    static func split(_ text: String, at pointer: String, clause: String) throws(TwinProblem) -> [String] {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return try checked(parts, at: pointer, clause: clause)
    }

    /// Reads a member of a body; an array of texts or, where that is allowed, one text with commas.
    static func read(
        _ json: JSON, allowsText: Bool = false, at pointer: String, clause: String
    ) throws(TwinProblem) -> [String] {
        if allowsText, let text = json.asString { return try split(text, at: pointer, clause: clause) }
        guard let items = json.asArray else {
            throw .bad("Here an array of texts must stand.", at: pointer, clause: clause)
        }
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            guard let text = item.asString else {
                throw .bad("Here a text must stand.", at: "\(pointer)/\(index)", clause: clause)
            }
            texts.append(text)
        }
        return try checked(texts, at: pointer, clause: clause)
    }

    private static func checked(
        _ parts: [String], at pointer: String, clause: String
    ) throws(TwinProblem) -> [String] {
        guard parts.count <= most else {
            throw TwinProblem(
                .tooComplexQuery, "The list has more than \(most) parts.", at: pointer, clause: clause)
        }
        guard !parts.isEmpty, parts.allSatisfy({ !$0.isEmpty }) else {
            throw .bad("The list, or a part of it, is empty.", at: pointer, clause: clause)
        }
        return parts
    }
}

/// `attrs`: attributes of which an entity must have at least one (GS CIM 009, 5.7.2.4).
struct AttributeNames: Sendable, Equatable {
    /// Whole IRIs, in the order they were asked for.
    let names: [String]

    init(_ texts: [String], naming: any Naming, at pointer: String = "?attrs") throws(TwinProblem) {
        var names: [String] = []
        for text in texts {
            let name = try TermName.expand(text, naming, at: pointer, clause: "4.6.2")
            if !names.contains(name) { names.append(name) }
        }
        self.names = names
    }

    func matches(_ entity: Entity) -> Bool {
        names.contains { name in
            entity[name] != nil || SystemMember(name).flatMap { entity.target($0) } != nil
        }
    }

    /// Whether one of them is no system attribute.
    var namesAttribute: Bool { names.contains { SystemMember($0) == nil } }
}
