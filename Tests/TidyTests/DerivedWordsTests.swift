// SPDX-License-Identifier: EUPL-1.2

import Directory
import Kernel
import Planning
import Testing
import Web

/// What pages derive from a declaration is called something: every field, answer, state and action.
struct DerivedWordsTests {
    private static func faces() throws -> [Face] {
        [try DirectoryFace.face(), try PlanningFace.face()]
    }

    private static func words(_ faces: [Face]) throws -> Words {
        var words = Words()
        for file in [try SystemResources.coreWords()] + faces.map(\.words) {
            for (language, texts) in file { try words.add(texts, in: language) }
        }
        return words
    }

    @Test func everySystemIsLookedAt() throws {
        let names = try Self.faces().map { $0.system.name.capitalized }
        #expect(names.sorted() == Lists.folders)
    }

    @Test func everythingDeclaredHasItsWords() throws {
        let faces = try Self.faces()
        let words = try Self.words(faces)
        var missing: Set<String> = []
        func need(_ key: String, or others: String...) {
            let isThere = ([key] + others).contains { words.has($0, in: .english) }
            if !isThere { missing.insert(key) }
        }
        func need(_ fields: [FieldDescription], of key: String, or other: String) {
            for field in fields where field.kind != .json {
                let own = "\(key).\(field.name)"
                need(own, or: "\(other).\(field.name)", "derived.field.\(field.name)")
                guard case .choice(let options) = field.kind else { continue }
                for option in options {
                    need("\(own).\(option)", or: "\(other).\(field.name).\(option)")
                }
            }
        }
        for system in faces.map(\.system) {
            need("\(system.name).title")
            for kind in system.records {
                need(kind.key)
                need("\(kind.key).list")
                need(kind.fields, of: kind.key, or: kind.key)
                for state in kind.states { need("\(kind.key).state.\(state.rawValue)") }
            }
            for action in system.actions where !action.isInternal {
                need("\(system.name).action.\(action.name)")
                need(action.input.filter { !$0.isDerived }, of: action.key, or: action.record.key)
            }
        }
        #expect(missing.isEmpty, list(missing.sorted()))
    }
}
