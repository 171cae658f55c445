// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Web

/// Batches, and purges, of entities that sources have parts of (GS CIM 009, 5.6.7 to 5.6.10, 5.6.20, 5.6.21).
struct FederatedBatch: Sendable {
    private let federation: Federation
    private let local: TwinOperation
    private let operation: SourceOperation
    private var call: Call { federation.call }

    /// How long entities are passed on one by one.
    private static let patience = Duration.seconds(60)

    private static let operations: [String: SourceOperation] = [
        "create": .createBatch, "upsert": .upsertBatch, "update": .updateBatch, "merge": .mergeBatch,
        "delete": .deleteBatch,
    ]

    /// Nil: it is none.
    init?(_ federation: Federation, _ local: TwinOperation) {
        if local.method == .delete, local.path == ["entities"] {
            operation = .purgeEntity
        } else if local.method == .post, local.path.count == 2, local.path[0] == "entityOperations",
            let known = Self.operations[String(local.path[1])]
        {
            operation = known
        } else {
            return nil
        }
        (self.federation, self.local) = (federation, local)
    }

    /// What a source is sent: pieces of entities, by id, in the words they came in.
    private struct Share {
        let source: Registration
        let words: SourceWords
        var items: [Item]

        struct Item {
            let id: String
            let json: JSON
            /// Whether it is only guessed that the source has it.
            let isGuess: Bool
        }

        /// Whether it says nothing that the source does not have it.
        func mayLack(_ item: Item) -> Bool { !source.mode.isProxied || item.isGuess }
    }

    func answer() async throws -> Response {
        if operation == .purgeEntity { return try await purge() }
        let bytes = try await call.request.body.bytes(limit: 64 << 20)
        let here = call.sending(bytes)
        guard let raw = (try? JSON(parsing: bytes, limits: JSON.Limits(depth: 300)))?.asArray else {
            return try await local.answer(here)
        }
        let bodies = operation == .deleteBatch ? nil : try await call.sending(bytes).bodies()
        var tally = BatchTally()
        var (kept, shares): ([JSON], [Share]) = ([], [])
        for (index, item) in raw.enumerated() {
            let body = bodies.flatMap { try? $0[index].get() }
            if let left = try await divide(item, body, &shares, &tally) { kept.append(left) }
        }
        guard !shares.isEmpty || tally.hasFailures else { return try await local.answer(here) }
        if call.isLooping { throw LoopDetected() }
        let all = shares
        async let sent = send(all)
        if !kept.isEmpty {
            add(try await local.answer(call.sending(JSON.array(kept).encoded())), kept, to: &tally)
        }
        for (share, results) in zip(all, await sent) {
            for (id, result) in results { tally.take(id, result, share.source) }
        }
        return respond(tally)
    }

    /// Gives each source its part of an element.
    /// - Returns: what stays here; nil: nothing.
    private func divide(
        _ item: JSON, _ body: Body?, _ shares: inout [Share], _ tally: inout BatchTally
    ) async throws -> JSON? {
        guard let id = item.asString ?? (item["id"] ?? item["@id"])?.asString, NameRules.isURI(id),
            operation == .deleteBatch || body != nil
        else { return item }
        let naming = body?.naming ?? call.context
        let members = body?.json.asObject ?? [:]
        var names: [String: String] = [:]
        for key in members.keys where !FederatedWriting.entityMembers.contains(key) {
            names[naming.expand(key)] = key
        }
        let said = members["type"] ?? members["@type"]
        let types = said.flatMap { $0.asString.map { [$0] } ?? $0.texts }?.map(naming.expand)
        let known = try types ?? call.twin.entity(id, at: call.now)?.types
        let interest = Interest(
            id: id, types: known, attributes: names.isEmpty ? nil : Set(names.keys))
        let concerned = federation.concerned(interest).filter { $0.mode != .auxiliary }
        // What cannot be read, or is not the sender's to change, is answered here.
        let scope = members["scope"].flatMap { $0.asString.map { [$0] } ?? $0.texts } ?? []
        guard !concerned.isEmpty, isSound(members, naming),
            try call.mayPassOn(id, types: types ?? [], scope: scope)
        else { return item }
        let split = FederatedSplit(
            names: Set(names.keys), sources: concerned.map(lending), interest: interest, operation: operation)
        func isGuess(_ source: Registration) -> Bool { source.isGuessed(of: id, types: known) }
        for (source, _) in split.refused where !isGuess(source) || split.forwarded.isEmpty {
            tally.fail(id, FederatedOutcome.Part.refused(source, []).problem, source)
        }
        func part(_ wanted: Set<String>) -> JSON {
            if operation == .deleteBatch { return .string(id) }
            let kept = Set(wanted.compactMap { names[$0] })
            return .object(
                JSONObject(
                    distinct: members.filter {
                        FederatedWriting.entityMembers.contains($0.key) || kept.contains($0.key)
                    }))
        }
        for (source, wanted) in split.forwarded {
            let item = Share.Item(id: id, json: part(wanted), isGuess: isGuess(source))
            if let place = shares.firstIndex(where: { $0.source.id == source.id && $0.words.from === naming })
            {
                shares[place].items.append(item)
            } else {
                guard let words = try? await federation.words(source, naming) else {
                    federation.noteWordless(source)
                    tally.fail(id, SourceAnswer.none(source, .core).problem, source)
                    continue
                }
                shares.append(Share(source: source, words: words, items: [item]))
            }
        }
        guard split.isLocal || operation == .deleteBatch else { return nil }
        if split.own.count == names.count { return item }
        let left = part(split.own)
        return body?.hasOwnContext == true ? left.carrying(naming.document) : left
    }

    /// Whether an element can be read.
    private func isSound(_ members: JSONObject, _ naming: TermTable) -> Bool {
        guard operation != .deleteBatch else { return true }
        let purpose: EntityReading.Purpose =
            switch operation {
            case .updateBatch: .update
            case .mergeBatch: .merge
            default: .whole
            }
        let reading = EntityReading(naming: naming, purpose: purpose, isSimplified: call.isSimplified)
        return (try? reading.fragment(members)) != nil
    }

    /// Operations on single entities by which a source that takes no batches does the same.
    private var singles: [(operation: SourceOperation, method: Method, path: (String) -> [String])] {
        switch operation {
        case .createBatch: [(.createEntity, .post, { _ in ["entities"] })]
        case .updateBatch: [(.appendAttrs, .post, { ["entities", $0, "attrs"] })]
        case .mergeBatch: [(.mergeEntity, .patch, { ["entities", $0] })]
        case .deleteBatch: [(.deleteEntity, .delete, { ["entities", $0] })]
        case .upsertBatch where call.options.contains("update"):
            [
                (.appendAttrs, .post, { ["entities", $0, "attrs"] }),
                (.createEntity, .post, { _ in ["entities"] }),
            ]
        case .upsertBatch:
            [(.replaceEntity, .put, { ["entities", $0] }), (.createEntity, .post, { _ in ["entities"] })]
        default: []
        }
    }

    /// A source as if it took batches, where it takes all single operations that come to the same.
    private func lending(_ source: Registration) -> Registration {
        guard !source.operations.contains(operation),
            singles.allSatisfy({ source.operations.contains($0.operation) })
        else { return source }
        return source.lending(operation)
    }

    private func send(_ shares: [Share]) async -> [[(String, BatchTally.Result)]] {
        var all: [[(String, BatchTally.Result)]] = []
        let end = ContinuousClock.now + Self.patience
        for share in shares {
            let takesBatches =
                federation.sources.first { $0.id == share.source.id }?.operations
                .contains(operation) ?? false
            all.append(takesBatches ? await sendBatch(share) : await sendSingly(share, until: end))
        }
        return all
    }

    private var query: [(String, String)] {
        call.request.query.pairs.filter { ["options", "observedAt", "lang"].contains($0.name) }
            .map { ($0.name, $0.value) }
    }

    private func sendBatch(_ share: Share) async -> [(String, BatchTally.Result)] {
        let body = share.words.body(.array(share.items.map(\.json)), isAttribute: false)
        let request = federation.request(
            .post, local.path.map(String.init), query, to: share.source, words: share.words.table, body: body)
        let answer = await federation.ask(share.source, share.words.table, request)
        var wrong: [String: JSON] = [:]
        for error in answer.json?["errors"]?.asArray ?? [] where answer.status == 207 {
            guard let id = error["entityId"]?.asString else { continue }
            wrong[id] = error["error"] ?? answer.problem
        }
        let created = Set(answer.status == 201 ? answer.json?.texts ?? [] : [])
        return share.items.map { item in
            if let problem = wrong[item.id] {
                let isNothing = share.mayLack(item) && problem["status"]?.asInteger == 404
                return (item.id, isNothing ? .nothing : .failed(problem))
            }
            if answer.status == 207 { return (item.id, .done(isNew: false)) }
            return (item.id, result(of: answer, item, share, isNew: created.contains(item.id)))
        }
    }

    private func result(
        of answer: SourceAnswer, _ item: Share.Item, _ share: Share, isNew: Bool
    ) -> BatchTally.Result {
        if answer.isDone { return .done(isNew: isNew) }
        let isNothing =
            answer.status == 404 && share.mayLack(item)
            || answer.status == 508 && !share.source.mode.isProxied
        return isNothing ? .nothing : .failed(answer.problem)
    }

    /// One by one, until the source falls silent or it takes too long.
    private func sendSingly(
        _ share: Share, until end: ContinuousClock.Instant
    ) async -> [(String, BatchTally.Result)] {
        var results: [(String, BatchTally.Result)] = []
        var isSilent = false
        for item in share.items {
            isSilent = isSilent || ContinuousClock.now > end
            if isSilent {
                results.append((item.id, .failed(SourceAnswer.none(share.source, .core).problem)))
                continue
            }
            var last: (answer: SourceAnswer, operation: SourceOperation)?
            for single in singles {
                let body = operation == .deleteBatch ? nil : share.words.body(item.json, isAttribute: false)
                let request = federation.request(
                    single.method, single.path(item.id), query.filter { $0.0 != "options" }, to: share.source,
                    words: share.words.table, body: body)
                let answer = await federation.ask(share.source, share.words.table, request)
                last = (answer, single.operation)
                if answer.status != 404 { break }
            }
            guard let last else { continue }
            isSilent = last.answer.status == nil
            let isNew = last.operation == .createEntity
            results.append((item.id, result(of: last.answer, item, share, isNew: isNew)))
        }
        return results
    }

    private func add(_ response: Response, _ kept: [JSON], to tally: inout BatchTally) {
        let ids = kept.compactMap { $0.asString ?? ($0["id"] ?? $0["@id"])?.asString }
        let json = response.bytes.flatMap { try? JSON(parsing: $0) }
        switch response.status {
        case 201: tally.takeHere(ids, created: json?.texts ?? [])
        case 207: tally.takeHere(json?["success"]?.texts ?? [], errors: json?["errors"]?.asArray ?? [])
        default: tally.takeHere(ids)
        }
    }

    private func respond(_ tally: BatchTally) -> Response {
        let errors = tally.told
        guard errors.isEmpty else {
            let failed = Set(errors.compactMap { $0["entityId"]?.asString })
            let json: JSON = [
                "success": .array(tally.done.filter { !failed.contains($0) }.map(JSON.string)),
                "errors": .array(errors),
            ]
            return Response(207, "application/json", json.encoded())
        }
        if operation == .createBatch { return created(tally.done) }
        return tally.created.isEmpty ? Call.done : created(tally.created)
    }

    private func created(_ ids: [String]) -> Response {
        Response(201, "application/json", JSON.array(ids.map(JSON.string)).encoded())
    }

    /// 5.6.21. Who is asked tells of no entity if nothing was done: then its registration stands for it.
    private func purge() async throws -> Response {
        let filter = try EntityFilter(parameters: call.parameters, naming: call.context)
        let interest = Interest(filter.selectors, attributes: nil)
        let used = call.usedEntityMap
        let sources = federation.matching(interest, for: .purgeEntity).filter {
            $0.mode != .auxiliary && used?.sources.contains($0.id) ?? true
        }
        guard !filter.isLocal, !sources.isEmpty else { return try await local.answer(call) }
        if call.isLooping { throw LoopDetected() }
        let query = call.request.query.pairs.map { ($0.name, $0.value) }
        var tally = BatchTally()
        var questions: [(Registration, TermTable, OutgoingRequest)] = []
        for source in sources {
            var warnings: [String] = []
            guard let words = await federation.words(source, warning: &warnings) else {
                tally.fail(source.id, SourceAnswer.none(source, .core).problem, source)
                continue
            }
            // What its words cannot tell is told in those of the sender.
            let told = call.told(in: words, query).map { ($0, words) } ?? (query, call.context)
            let map = used?.linked[source.id]?.asString
            questions.append(
                (source, told.1,
                    federation.request(
                        .delete, ["entities"], told.0, to: source, words: told.1, map: map)))
        }
        let (here, map) = try await QueryOperations.purged(call)
        tally.takeHere(
            here.done,
            errors: here.errors.map { ["entityId": .string($0.id), "error": $0.problem.json] })
        for answer in await federation.ask(questions) where !answer.isDone && answer.status != 404 {
            let (source, told) = (answer.registration, answer.status == 207 ? answer.json : JSON?.none)
            for id in told?["success"]?.texts ?? [] { tally.take(id, .done(isNew: false), source) }
            for error in told?["errors"]?.asArray ?? [] {
                let id = error["entityId"]?.asString ?? source.id
                tally.fail(id, error["error"] ?? answer.problem, source)
            }
            if told == nil { tally.fail(source.id, answer.problem, source) }
        }
        return respond(tally).adding(map)
    }
}
