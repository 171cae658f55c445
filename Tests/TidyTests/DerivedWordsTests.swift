// SPDX-License-Identifier: EUPL-1.2

import Directory
import Following
import Kernel
import Knowledge
import Planning
import Testing
import Twin
import Web

/// What pages derive from a declaration is called something: every field, answer, state and action.
struct DerivedWordsTests {
    private static func faces() throws -> [Face] {
        [
            try DirectoryFace.face(), try FollowingFace.face(), try KnowledgeFace.face(),
            try PlanningFace.face(), try TwinFace.face(),
        ]
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
        let missing = DerivedWords.missing(
            for: faces.map(\.system), in: words, language: .english)
        #expect(missing.isEmpty, list(missing))
    }
}
