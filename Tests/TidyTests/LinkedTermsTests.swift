// SPDX-License-Identifier: EUPL-1.2

import Directory
import Following
import Interfaces
import Kernel
import Knowledge
import Planning
import Testing
import Twin

/// What kinds of record say of themselves to faces that read them without knowing their system.
struct LinkedTermsTests {
    private static let systems: [System] = [.directory, .following, .knowledge, .planning, .twin]

    @Test func whatIsPublishedIsMadeOfARecordThereIs() {
        let found = Self.systems.flatMap { system in
            system.published.filter { kind in !system.records.contains { $0.key == kind.record } }
        }.map { "\($0.name): there is no kind of record \($0.record)" }
        #expect(found.isEmpty, list(found))
    }

    @Test func namesAreOfVocabulariesThatAreKnown() {
        let prefixes = Set(Vocabulary.prefixes.map(\.key))
        let found = Self.systems.flatMap(\.records).flatMap { kind in
            (kind.linked.types + kind.linked.names.values).filter { name in
                let prefix = name.prefix { $0 != ":" }
                return !prefixes.contains(String(prefix)) && !["http", "https"].contains(prefix)
            }.map { "\(kind.key): \($0)" }
        }
        #expect(found.isEmpty, list(found))
    }
}
