// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What a query of the past asks (GS CIM 009, 5.7.4).
struct AskedOfThePast: Sendable {
    let call: Call
    let filter: EntityFilter
    let query: TemporalQuery
    /// Nil: nothing is brought together.
    let aggregation: Aggregation?
    /// By their ids is the only order histories have; whether it is backward.
    private let isBackward: Bool

    init(_ asked: Asked, _ query: TemporalQuery, _ aggregation: Aggregation?) throws(TwinProblem) {
        (call, filter) = (asked.call, asked.filter)
        (self.query, self.aggregation) = (query, aggregation)
        // Links are not followed in the past.
        try filter.requireDepth(atMost: 0, at: asked.members.isEmpty ? "?q" : "/q")
        let parts = asked.ordering?.parts ?? []
        guard parts.allSatisfy({ $0.isByID }) else {
            throw .bad(
                "Histories are put in the order of their ids alone.",
                at: asked.members.isEmpty ? "?orderBy" : "/ordering", clause: "5.7.4.4")
        }
        isBackward = parts.first?.isDescending ?? false
    }

    /// What is meant, here and at the sources.
    struct Found: Sendable {
        /// In the order of their ids: each with what of it meets the query.
        var histories: [History] = []
        /// How many more are meant that were not looked into.
        var more = 0
        /// Where each came from.
        var entries: [EntityMap.Entry] = []
        var said = FederatedHistories.Said()
    }

    /// - Parameters:
    ///   - map: only the sources in it are asked.
    ///   - others: sources that are asked otherwise; of what is theirs not more is known than the ids.
    ///   - page: which part of what is found is wanted; nil: all of it.
    func find(_ map: EntityMap?, butNot others: Set<String> = [], page: Paging? = nil) async throws -> Found {
        let filter = others.isEmpty ? filter : filter.candidates
        var found = Found()
        if let said = try await FederatedHistories(call, query)?.query(filter, map, butNot: others) {
            found.said = said
        }
        let search = HistorySearch(filter: filter, query: query)
        let isPlain = filter.condition == nil && filter.geo == nil && filter.scope == nil
        let rows = isPlain && found.said.ids.isEmpty ? aggregation : Optional.none
        // Where nothing else is asked, whoever has said something in that time is meant.
        let isCountable = isPlain && call.access.isWhole && found.said.ids.isEmpty && namesAttributesAlone
        let wanted = page.map { $0.offset + $0.limit + 1 } ?? Int.max
        for id in try ids(and: found.said.ids) {
            if found.histories.count >= wanted {
                guard page?.isCounted == true else { break }
                if isCountable {
                    found.more += 1
                    continue
                }
            }
            let own = try call.history(of: id, rows, query, filter.attributes)
                .flatMap { call.access.covers($0) ? $0 : nil }
            guard let history = found.said.joined(id, own, query), call.access.covers(history),
                let meant = search.meant(history)
            else { continue }
            found.histories.append(meant)
            found.entries.append((id, found.said.origins(id, own)))
        }
        return found
    }

    /// Whether no system attribute, such as `createdAt`, is among those that are asked for.
    private var namesAttributesAlone: Bool {
        filter.attributes?.names.allSatisfy { SystemMember($0) == nil } ?? true
    }

    /// The ids of entities that may be meant, by what is known without telling their past.
    private func ids(and others: [String]) throws -> [String] {
        let (selectors, told) = (filter.selectors, Set(others))
        let names = namesAttributesAlone ? filter.attributes.map { Set($0.names) } : Optional.none
        var ids = try call.twin.read { contents -> [String] in
            let known = selectors.compactMap { $0.ids.ids }
            let all = known.count == selectors.count && !known.isEmpty
                ? Set(known.joined()).compactMap { contents.numbers[$0] } : Array(0..<contents.ids.end)
            return all.compactMap { number in
                guard let id = contents.ids[number], let types = contents.types(at: number),
                    selectors.isEmpty || selectors.contains(where: { selector in
                        selector.types?.matches(types) ?? true && selector.ids.matches(id)
                    })
                else { return nil }
                return contents.says(at: number, in: query, names: names) || told.contains(id) ? id : nil
            }
        }
        if !others.isEmpty { ids = Array(Set(ids).union(others)) }
        return isBackward ? ids.sorted(by: >) : ids.sorted()
    }
}

extension Call {
    /// What an entity has been, with its rows of numbers brought together where they are asked for so.
    func history(
        of id: String, _ aggregation: Aggregation?, _ query: TemporalQuery, _ attributes: AttributeNames?
    ) throws -> History? {
        guard let aggregation else { return try twin.read { $0.history(of: id) } }
        let names = attributes.map { Set($0.names) }
        return try twin.read { $0.history(of: id, aggregation, query, names: names) }
    }

    func askedOfThePast() throws -> AskedOfThePast {
        let query = try TemporalQuery(parameters: parameters, isRequired: true)
        let aggregation = options.contains("aggregatedValues")
            ? try Aggregation(parameters: parameters) : Optional.none
        return try AskedOfThePast(try asked(), query, aggregation)
    }

    /// By POST (6.24): the times are a member of the query, and what is brought together is told there, too.
    func postedOfThePast() async throws -> AskedOfThePast {
        let asked = try await posted()
        guard let json = asked.members["temporalQ"] else {
            throw TwinProblem.bad("The query has no temporalQ.", at: "/temporalQ", clause: "5.2.23")
        }
        let query = try TemporalQuery(json: json)
        guard options.contains("aggregatedValues") else {
            return try AskedOfThePast(asked, query, Optional.none)
        }
        let place = ["aggrParams", "temporalQ"].first { asked.members[$0]?["aggrMethods"] != nil }
        let aggregation = try place.map { name in
            try Aggregation(json: asked.members[name] ?? .null, at: .member(.body, name))
        }
        return try AskedOfThePast(asked, query, try aggregation ?? Aggregation(parameters: parameters))
    }
}

extension Ordering.Part {
    fileprivate var isByID: Bool { path.names == ["@id"] && path.members.isEmpty && !isByDistance }
}
