// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Everything the directory knows, as one value: as it stands, or as it was recorded at a moment.
struct DirectorySnapshot: Sendable {
    let organisations: [String: Organisation]
    let names: [String: [Name]]
    let codes: [String: [Code]]
    let services: [String: [Service]]
    let figures: [String: [Figure]]
    let contacts: [String: [Contact]]
    let relations: [String: [Relation]]
    /// By each organisation they were of, oldest first.
    let events: [String: [Event]]
    let systems: [SharedSystem]
    let claims: [String: [CoverageClaim]]
    let facts: [String: [CoverageFact]]
    let promises: [String: [CoveragePromise]]

    init(_ reader: Reader, asOf: Instant?) throws {
        func all<E: Entry>(_: E.Type) throws -> [E] {
            let query = Query([.state(.recorded)], limit: 1_000_000, asOf: asOf)
            return try reader.list(E.self, query).map(\.fields)
        }
        organisations = Dictionary(
            try all(Organisation.self).map { ($0.slug, $0) }, uniquingKeysWith: { one, _ in one })
        names = Dictionary(
            grouping: try all(Name.self).sorted {
                ($0.language, $0.from ?? .first) < ($1.language, $1.from ?? .first)
            }, by: \.organisation)
        codes = Dictionary(
            grouping: try all(Code.self).sorted {
                ($0.scheme, $0.from ?? .first, $0.code) < ($1.scheme, $1.from ?? .first, $1.code)
            }, by: \.organisation)
        services = Dictionary(
            grouping: try all(Service.self).sorted { $0.title < $1.title }, by: \.organisation)
        figures = Dictionary(
            grouping: try all(Figure.self).sorted {
                ($0.label, $0.known.statedOn ?? .last) < ($1.label, $1.known.statedOn ?? .last)
            }, by: \.organisation)
        contacts = Dictionary(
            grouping: try all(Contact.self).sorted { $0.role < $1.role }, by: \.organisation)
        relations = Dictionary(
            grouping: try all(Relation.self).sorted {
                ($0.sort.rawValue, $0.name) < ($1.sort.rawValue, $1.name)
            }, by: \.organisation)
        var events: [String: [Event]] = [:]
        for event in try all(Event.self).sorted(by: { $0.when < $1.when }) {
            for slug in Set((event.originals?.parts ?? []) + event.results.parts) {
                events[slug, default: []].append(event)
            }
        }
        self.events = events
        systems = try all(SharedSystem.self).sorted { $0.name < $1.name }
        claims = Dictionary(
            grouping: try all(CoverageClaim.self).sorted {
                ($0.known.statedOn ?? .first) > ($1.known.statedOn ?? .first)
            }, by: \.system)
        facts = Dictionary(grouping: try all(CoverageFact.self), by: \.system)
        promises = Dictionary(
            grouping: try all(CoveragePromise.self).sorted { $0.due < $1.due },
            by: \.system)
    }
}
