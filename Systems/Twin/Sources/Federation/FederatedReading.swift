// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Web

/// Entities as this twin and its sources know them together (GS CIM 009, 4.3.6.2, 5.7.1 and 5.7.2).
struct FederatedReading: Sendable {
    let federation: Federation
    private var call: Call { federation.call }

    /// What was found, and who did not answer.
    struct Found: Sendable {
        var entities: [Entity] = []
        var warnings: [String] = []
        /// Which registrations each came from, `@none` for what is held here: of an EntityMap (5.2.39).
        var origins: [String: [String]] = [:]
    }

    /// How many entities of one source are taken, and how many at a time.
    private static let (most, page) = (10_000, 1_000)
    /// How many entities of all sources, and how long one goes on asking for more.
    private static let (mostTogether, patience): (Int, Duration) = (50_000, .seconds(30))

    init?(_ call: Call) throws {
        guard let federation = try Federation(call) else { return nil }
        self.federation = federation
    }

    // MARK: One entity

    /// - Parameter own: as it is held here.
    func retrieve(_ id: String, own: Entity?, attributes: AttributeNames?) async throws -> Found {
        let wanted = attributes.map { Set($0.names) }
        let types = try call.parameters["type"].map { try TypeSelection($0, naming: call.context) }
        let interest = Interest(
            entities: [.init(types: types.flatMap { $0.isAll ? nil : $0.alternatives }, ids: [id])],
            attributes: wanted)
        let concerned = federation.concerned(interest)
        guard try !federation.refuseLoop(concerned) else { return Found(entities: own.map { [$0] } ?? []) }
        let sources = concerned.filter { $0.operations.contains(.retrieveEntity) }
        var found = Found()
        var questions: [(Registration, TermTable, OutgoingRequest)] = []
        for source in sources {
            guard let words = await federation.words(source, warning: &found.warnings) else { continue }
            var query = [("options", "sysAttrs")]
            if let names = narrowed(source, interest, wanted) {
                if names.isEmpty { continue }
                query.append(("attrs", names.map(words.compact).joined(separator: ",")))
            }
            questions.append(
                (source, words, federation.request(.get, ["entities", id], query, to: source, words: words)))
        }
        let answers = await federation.ask(questions)
        var said: [(Registration, Entity)] = []
        for answer in answers {
            if let warning = answer.warning { found.warnings.append(warning) }
            guard answer.isDone, let json = answer.json else { continue }
            if let entity = try await entity(json, answer, &found), entity.id == id {
                said.append((answer.registration, entity))
            }
        }
        if let joined = join(id, own, said, concerned, &found) { found.entities = [joined] }
        return found
    }

    /// The attributes a source is asked for: those wanted that it has; nil: all.
    private func narrowed(_ source: Registration, _ interest: Interest, _ wanted: Set<String>?) -> [String]? {
        let has = source.attributes(of: interest)
        return (wanted.map { wanted in has.map(wanted.intersection) ?? wanted } ?? has)?.sorted()
    }

    private func entity(_ json: JSON, _ answer: SourceAnswer, _ found: inout Found) async throws -> Entity? {
        var words = answer.words
        var members = json.asObject ?? [:]
        if let own = members["@context"] {
            guard let table = try? await call.twin.contexts.table(for: own, of: call) else {
                found.warnings.append(
                    "199 \(answer.registration.id) \"A context source's words are unknown\"")
                return nil
            }
            words = table
            members["@context"] = nil
        }
        guard let entity = try? SourceReading(naming: words).entity(.object(members)) else {
            found.warnings.append("199 \(answer.registration.id) \"A context source's answer is not sound\"")
            return nil
        }
        return entity
    }

    /// One entity of what is held here and what sources say, each of what it is registered for.
    private func join(
        _ id: String, _ own: Entity?, _ said: [(Registration, Entity)], _ concerned: [Registration],
        _ found: inout Found
    ) -> Entity? {
        let interest = Interest(id: id, types: nil, attributes: nil)
        let proxied = concerned.filter { $0.mode.isProxied && $0.concerns(interest) }
        let exclusive = proxied.filter { $0.mode == .exclusive }
        func isOpen(_ name: String, to source: Registration?) -> Bool {
            let covering = exclusive.filter { $0.attributes(of: interest)?.contains(name) ?? true }
            if let only = covering.first { return only.id == source?.id }
            if let source { return source.attributes(of: interest)?.contains(name) ?? true }
            return !proxied.contains { $0.attributes(of: interest)?.contains(name) ?? true }
        }
        var own = own
        own?.attributes.removeAll { !isOpen($0.name, to: nil) }
        var joining = EntityJoining(own)
        if own != nil { found.origins[id, default: []].append("@none") }
        for isAuxiliary in [false, true] {
            for (source, entity) in said where (source.mode == .auxiliary) == isAuxiliary {
                var entity = entity
                entity.attributes.removeAll { !isOpen($0.name, to: source) }
                joining.add(entity, isAuxiliary: isAuxiliary)
                found.origins[id, default: []].append(source.id)
            }
        }
        return joining.entity
    }

    // MARK: Many

    /// All entities a filter finds, here and elsewhere, in the order asked for. What the filter asks of an
    /// entity is asked of the whole of it, so that it may lie in parts (5.5.9.3).
    func query(_ filter: EntityFilter, _ ordering: Ordering?) async throws -> Found? {
        guard !filter.isLocal else { return nil }
        let needsWhole =
            filter.condition != nil || filter.geo != nil || filter.scope != nil || ordering != nil
        let wanted = needsWhole ? nil : filter.attributes.map { Set($0.names) }
        let interest = Interest(filter.selectors, attributes: wanted)
        let concerned = federation.concerned(interest)
        guard !concerned.isEmpty, try !federation.refuseLoop(concerned) else { return nil }
        let sources = concerned.filter { !$0.operations.isDisjoint(with: [.queryEntity, .queryBatch]) }
        var found = Found()
        var said: [String: [(Registration, Entity)]] = [:]
        var order: [String] = []
        for (source, entities) in try await ask(sources, filter, interest, wanted, &found) {
            for entity in entities {
                if said[entity.id] == nil { order.append(entity.id) }
                said[entity.id, default: []].append((source, entity))
            }
        }
        found.entities = try joined(filter, said, order, concerned, &found)
        if let ordering {
            found.entities = found.entities.map { (entity: $0, key: ordering.key(of: $0)) }
                .sorted { ordering.precedes($0.key, $1.key) }.map(\.entity)
        }
        return found
    }

    private func joined(
        _ filter: EntityFilter, _ said: [String: [(Registration, Entity)]], _ order: [String],
        _ concerned: [Registration], _ found: inout Found
    ) throws -> [Entity] {
        var candidates = EntityFilter()
        candidates.selectors = filter.selectors
        let search = EntitySearch(call.twin, candidates, nil, call.access, now: call.now, asOf: nil)
        let linked = call.linked(at: nil)
        var entities: [Entity] = []
        func add(_ id: String, _ own: Entity?) {
            guard let entity = join(id, own, said[id] ?? [], concerned, &found), call.access.covers(entity),
                filter.matches(entity, linked: linked)
            else {
                found.origins[id] = nil
                return
            }
            entities.append(entity)
        }
        var seen: Set<String> = []
        for own in try search.find(Paging.whole, linked: { _ in nil }).entities {
            seen.insert(own.id)
            add(own.id, own)
        }
        for id in order where !seen.contains(id) {
            let own = try call.twin.entity(id, at: call.now).flatMap { call.access.covers($0) ? $0 : nil }
            add(id, own)
        }
        return entities
    }

    private func ask(
        _ sources: [Registration], _ filter: EntityFilter, _ interest: Interest, _ wanted: Set<String>?,
        _ found: inout Found
    ) async throws -> [(Registration, [Entity])] {
        var waiting: [(Registration, TermTable, [(String, String)])] = []
        for source in sources {
            guard let words = await federation.words(source, warning: &found.warnings) else { continue }
            for query in questions(source, filter, interest, wanted, words) {
                waiting.append((source, words, query))
            }
        }
        var all: [(Registration, [Entity])] = []
        var (offset, count) = (0, 0)
        let end = ContinuousClock.now + Self.patience
        while !waiting.isEmpty, offset < Self.most, count < Self.mostTogether, ContinuousClock.now < end {
            let answers = await federation.ask(
                waiting.map { source, words, query in
                    (source, words, request(source, words, query, offset))
                })
            var next: [(Registration, TermTable, [(String, String)])] = []
            for (question, answer) in zip(waiting, answers) {
                if let warning = answer.warning { found.warnings.append(warning) }
                guard answer.isDone, let items = answer.json?.asArray else { continue }
                var entities: [Entity] = []
                for item in items.prefix(Self.page) {
                    if let entity = try await entity(item, answer, &found) { entities.append(entity) }
                }
                all.append((answer.registration, entities))
                count += entities.count
                if items.count >= Self.page { next.append(question) }
            }
            (waiting, offset) = (next, offset + Self.page)
        }
        for (source, _, _) in waiting {
            found.warnings.append("199 \(source.id) \"A context source has more entities than are taken\"")
        }
        return all
    }

    private func request(
        _ source: Registration, _ words: TermTable, _ query: [(String, String)], _ offset: Int
    ) -> OutgoingRequest {
        var query = query
        query.append(("limit", String(Self.page)))
        if offset > 0 { query.append(("offset", String(offset))) }
        guard source.operations.contains(.queryEntity) else {
            return posted(source, words, query)
        }
        return federation.request(.get, ["entities"], query, to: source, words: words)
    }

    /// The question by POST (6.23), for a source that takes no other.
    private func posted(_ source: Registration, _ words: TermTable, _ query: [(String, String)])
        -> OutgoingRequest
    {
        var (selector, body, rest): (JSONObject, JSONObject, [(String, String)]) = (
            [:], ["type": "Query"], []
        )
        for (name, value) in query {
            switch name {
            case "type", "idPattern": selector[name] = .string(value)
            case "id": selector[name] = .array(value.split(separator: ",").map { .string(String($0)) })
            case "attrs": body[name] = .array(value.split(separator: ",").map { .string(String($0)) })
            default: rest.append((name, value))
            }
        }
        if !selector.isEmpty { body["entities"] = [.object(selector)] }
        return federation.request(
            .post, ["entityOperations", "query"], rest, to: source, words: words,
            body: (JSON.object(body).encoded(), false))
    }

    /// What a source is asked: a question for each selection of entities that concerns it.
    private func questions(
        _ source: Registration, _ filter: EntityFilter, _ interest: Interest, _ wanted: Set<String>?,
        _ words: TermTable
    ) -> [[(String, String)]] {
        var shared = [("options", "sysAttrs")]
        if let names = narrowed(source, interest, wanted) {
            if names.isEmpty { return [] }
            shared.append(("attrs", names.map(words.compact).joined(separator: ",")))
        }
        let registered = source.information.flatMap(\.entities)
        let isBound = source.information.allSatisfy { !$0.entities.isEmpty }
        let selectors =
            filter.selectors.isEmpty
            ? [EntitySelector(types: nil, ids: IDSelection(ids: nil, pattern: nil))]
            : filter.selectors
        return selectors.prefix(16).compactMap { selector in
            var query = shared
            let has = Set(registered.flatMap(\.types))
            if let types = selector.types, !types.isAll {
                // What a source does not have it is not asked for (4.3.6.1).
                guard let types = isBound ? types.narrowed(to: has) : types else { return nil }
                query.append(("type", types.text(words)))
            } else if isBound {
                query.append(("type", has.sorted().map(words.compact).joined(separator: ",")))
            }
            if let ids = selector.ids.ids {
                query.append(("id", ids.joined(separator: ",")))
            } else if isBound, registered.allSatisfy({ $0.id != nil }) {
                query.append(("id", Set(registered.compactMap(\.id)).sorted().joined(separator: ",")))
            }
            if let pattern = selector.ids.pattern {
                query.append(("idPattern", pattern.text))
            } else if selector.ids.ids == nil, registered.count == 1, isBound {
                if let pattern = registered[0].pattern { query.append(("idPattern", pattern.text)) }
            }
            return query
        }
    }
}

extension TypeSelection {
    /// Without what none of these types has a part in; nil: nothing is left.
    func narrowed(to types: Set<String>) -> TypeSelection? {
        let some = alternatives.filter { !types.isDisjoint(with: $0) }
        return some.isEmpty ? nil : TypeSelection(some)
    }

    /// As it is written in some words.
    func text(_ naming: any Naming) -> String {
        alternatives.map { types in
            let names = types.map(naming.compact).joined(separator: ";")
            return types.count > 1 && alternatives.count > 1 ? "(\(names))" : names
        }.joined(separator: ",")
    }
}
