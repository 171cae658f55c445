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
        /// The maps that sources made, by registration.
        var linked: [String: String] = [:]
        /// What the one source came to that alone could have had it, and failed (6.3.17).
        var failure: Response?
    }

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
        let concerned = federation.concerned(interest, by: call.usedEntityMap, id)
        guard try !federation.refuseLoop(concerned) else { return Found(entities: own.map { [$0] } ?? []) }
        var found = Found()
        let questions = try await federation.questions(
            ["entities", id], [("options", "sysAttrs")], interest, wanted,
            to: concerned.filter { $0.operations.contains(.retrieveEntity) }, &found.warnings)
        var said: [(Registration, Entity)] = []
        let (answers, before) = (await federation.ask(questions), found.warnings.count)
        for answer in answers {
            if let warning = answer.warning { found.warnings.append(warning) }
            found.linked[answer.registration.id] = answer.header("ngsild-entitymap")
            guard answer.isDone else { continue }
            if let entity = await entity(answer.json ?? .null, answer, &found.warnings), entity.id == id {
                said.append((answer.registration, entity))
            }
        }
        found.failure = answers.failure(found.warnings.count > before)
        if let joined = join(id, own, said, concerned, &found) { found.entities = [joined] }
        return found
    }

    /// Nil, and a warning: it is none. What has expired is not there.
    private func entity(_ json: JSON, _ answer: SourceAnswer, _ warnings: inout [String]) async -> Entity? {
        guard let (members, words) = await answer.members(json, federation.speaker, &warnings) else {
            return nil
        }
        guard let entity = try? SourceReading(naming: words).entity(.object(members)) else {
            warnings.append(answer.unsound)
            return nil
        }
        return entity.expiresAt.map { $0 <= call.now } ?? false ? nil : entity
    }

    /// Notes where it came from, too.
    private func join(
        _ id: String, _ own: Entity?, _ said: [(Registration, Entity)], _ concerned: [Registration],
        _ found: inout Found
    ) -> Entity? {
        found.origins[id] = (own == nil ? [] : ["@none"]) + said.map(\.0.id)
        return EntityJoining.whole(id, own, said, concerned, at: call.now)
    }

    // MARK: Many

    /// All entities a filter finds, here and elsewhere, in the order asked for. What the filter asks of an
    /// entity is asked of the whole of it, so that it may lie in parts (5.5.9.3).
    /// - Parameters:
    ///   - map: only the sources in it are asked.
    ///   - others: sources that are asked otherwise.
    func query(
        _ filter: EntityFilter, _ ordering: Ordering?, _ map: EntityMap? = nil,
        butNot others: Set<String> = []
    ) async throws -> Found? {
        guard !filter.isLocal else { return nil }
        let needsWhole =
            filter.condition != nil || filter.geo != nil || filter.scope != nil || ordering != nil
        let wanted = needsWhole ? nil : filter.attributes.map { Set($0.names) }
        let interest = Interest(filter.selectors, attributes: wanted)
        let concerned = federation.concerned(interest).filter {
            !others.contains($0.id) && map?.sources.contains($0.id) ?? true
        }
        guard !concerned.isEmpty, try !federation.refuseLoop(concerned) else { return nil }
        var found = Found()
        var said: [String: [(Registration, Entity)]] = [:]
        var order: [String] = []
        let asking = SourceQuestions(
            call: call, selectors: filter.selectors, interest: interest, wanted: wanted)
        let questions = await questions(asking, concerned, try map != nil || call.needsEntityMap(), &found)
        try await paging(map).ask(questions, &found.warnings) { items, answer, warnings in
            found.linked[answer.registration.id] = answer.header("ngsild-entitymap")
            for item in items {
                guard let entity = await entity(item, answer, &warnings) else { continue }
                if said[entity.id] == nil { order.append(entity.id) }
                said[entity.id, default: []].append((answer.registration, entity))
            }
        }
        found.entities = try joined(filter, said, order, concerned, &found)
        if let ordering {
            found.entities = found.entities.map { (entity: $0, key: ordering.key(of: $0)) }
                .sorted { ordering.precedes($0.key, $1.key) }.map(\.entity)
        }
        return found
    }

    private func questions(
        _ asking: SourceQuestions, _ concerned: [Registration], _ wantsMap: Bool, _ found: inout Found
    ) async -> [SourcePaging.Question] {
        var questions: [SourcePaging.Question] = []
        for source in concerned where !source.operations.isDisjoint(with: [.queryEntity, .queryBatch]) {
            guard let words = await federation.words(source, warning: &found.warnings) else { continue }
            let makesMap = wantsMap && source.operations.contains(.createEntityMapQueryEntity)
            questions += asking.all(
                for: source, words, [("options", "sysAttrs")] + (makesMap ? [("entityMap", "true")] : []))
        }
        return questions
    }

    /// A query that came by POST goes on by POST to whoever takes that: it has a name of its own (4.20).
    private func paging(_ map: EntityMap?) -> SourcePaging {
        let isPosted = call.request.method == .post
        return SourcePaging(federation: federation) { [federation] question, page in
            let (source, query) = (question.source, question.query + page)
            let linked = map?.linked[source.id]?.asString
            let takesTheSame = source.operations.contains(isPosted ? .queryBatch : .queryEntity)
            if takesTheSame == isPosted {
                return Self.posted(federation, source, question.words, query, linked)
            }
            return federation.request(
                .get, ["entities"], query, to: source, words: question.words, map: linked)
        }
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

    /// The question by POST (6.23).
    private static func posted(
        _ federation: Federation, _ source: Registration, _ words: TermTable, _ query: [(String, String)],
        _ map: String?
    ) -> OutgoingRequest {
        var (selector, place, body): (JSONObject, JSONObject, JSONObject) = ([:], [:], ["type": "Query"])
        var rest: [(String, String)] = []
        for (name, value) in query {
            let values = value.split(separator: ",").map { JSON.string(String($0)) }
            switch name {
            case "type", "idPattern": selector[name] = .string(value)
            case "id": selector[name] = values.count == 1 ? values[0] : .array(values)
            case "attrs": body[name] = .array(values)
            case "q", "scopeQ", "expandValues", "jsonKeys": body[name] = .string(value)
            case "georel", "geometry", "coordinates", "geoproperty": place[name] = .string(value)
            case "entityMap": body[name] = true
            default: rest.append((name, value))
            }
        }
        if !selector.isEmpty { body["entities"] = [.object(selector)] }
        if !place.isEmpty { body["geoQ"] = .object(place) }
        return federation.request(
            .post, ["entityOperations", "query"], rest, to: source, words: words,
            body: (JSON.object(body).encoded(), false), map: map)
    }
}
