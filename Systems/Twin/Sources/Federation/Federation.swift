// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Web

/// The sources that are asked beside this twin in one call (GS CIM 009, 4.3.6), and the asking.
struct Federation: Sendable {
    let call: Call
    /// All that are registered and have not passed this request on.
    let sources: [Registration]
    let speaker: SourceSpeaker

    /// The most sources one call asks, and how many at once.
    private static let (most, atOnce) = (64, 8)
    /// How much all answers to one question may be together, in bytes.
    private static let largestTogether = 32 << 20

    /// Nil: nobody is asked. `local=true` says so (5.5.13); and a branch stands alone (5.5.15).
    init?(_ call: Call) throws {
        guard call.twin.base == nil, call.parameters["local"] != "true" else { return nil }
        let hops = Set(call.hops)
        let all = try call.twin.registrations.all(in: call.twin, at: call.now)
            .filter { $0.alias.map { !hops.contains($0) } ?? true }
        if all.isEmpty { return nil }
        let datasets = call.parameters["datasetId"].map { Set($0.split(separator: ",").map(String.init)) }
        let condition = try call.parameters["csf"].map { text in
            try QueryLanguage.condition(text, naming: call.context, expandValues: [], at: "?csf")
        }
        self.call = call
        speaker = SourceSpeaker(
            twin: call.twin, outside: call.request.site.outside, now: call.now, via: call.viaOnward
        ) { [headers = call.request.headers] in headers[$0] }
        sources = all.filter { source in
            // Of both who name data sets, one must be the same (5.12).
            if let datasets, let own = source.datasets, own.isDisjoint(with: datasets) { return false }
            return condition?.matches(RegistrationFilter.entity(source), linked: { _ in nil }) ?? true
        }
    }

    /// The sources that may have something of it and can be asked to do this.
    func matching(_ interest: Interest, for operations: SourceOperation...) -> [Registration] {
        concerned(interest).filter { source in operations.contains { source.operations.contains($0) } }
    }

    /// The sources that may have something of it; exclusive ones first, auxiliary ones last.
    func concerned(_ interest: Interest) -> [Registration] {
        let found = sources.filter { $0.concerns(interest) }
        let order: [RegistrationMode] = [.exclusive, .redirect, .inclusive, .auxiliary]
        return Array(order.flatMap { mode in found.filter { $0.mode == mode } }.prefix(Self.most))
    }

    /// The same for one entity, of which a map may know who has something (5.12).
    func concerned(_ interest: Interest, by map: EntityMap?, _ id: String) -> [Registration] {
        let concerned = concerned(interest)
        guard let entry = map?.entries.first(where: { $0.id == id }) else { return concerned }
        return concerned.filter { entry.sources.contains($0.id) }
    }

    /// Refuses what has been here before where only a source could do it; says whether it has.
    func refuseLoop(_ sources: [Registration]) throws -> Bool {
        guard call.isLooping else { return false }
        if sources.contains(where: \.mode.isProxied) { throw LoopDetected() }
        return true
    }

    /// The words for a source, of what was sent in others.
    func words(_ registration: Registration, _ from: TermTable) async throws -> SourceWords {
        try await speaker.words(registration, from)
    }

    /// The words for questions, which go by a header and so must have an address.
    /// - Returns: nil, and a warning, where the words a registration names cannot be had.
    func words(_ registration: Registration, warning warnings: inout [String]) async -> TermTable? {
        guard !call.twin.registrations.isResting(registration, at: call.now),
            let table = try? await words(registration, call.context).table
        else {
            if registration.contextURL != nil { noteWordless(registration) }
            warnings.append(SourceAnswer.none(registration, .core).warning ?? "")
            return nil
        }
        return table.link == nil ? .core : table
    }

    /// Notes that a source could not be asked for want of its words.
    func noteWordless(_ registration: Registration) {
        let records = call.twin.registrations
        guard !records.isResting(registration, at: call.now) else { return }
        records.note(
            registration.id, isSuccess: false, cooldown: registration.management.cooldown, at: call.now)
    }

    /// A request to a source.
    /// - Parameters:
    ///   - path: behind `/ngsi-ld/v1/`, each part as it is.
    ///   - map: where the source keeps its entity map.
    func request(
        _ method: Method, _ path: [String], _ query: [(String, String)] = [], to source: Registration,
        words: TermTable, body: (bytes: [UInt8], isLinked: Bool)? = nil, map: String? = nil
    ) -> OutgoingRequest {
        var query = query
        if source.management.isLocalOnly { query.append(("local", "true")) }
        var request = speaker.request(method, path, query, to: source, words: words, body: body)
        if let map { request.headers.append(("ngsild-entitymap", map)) }
        return request
    }

    /// What each of some sources is asked of one entity, with the attributes it has of those that are wanted.
    func questions(
        _ path: [String], _ query: [(String, String)], _ interest: Interest, _ wanted: Set<String>?,
        to sources: [Registration], _ warnings: inout [String]
    ) async throws -> [(Registration, TermTable, OutgoingRequest)] {
        var questions: [(Registration, TermTable, OutgoingRequest)] = []
        let map = call.usedEntityMap
        for source in sources {
            guard let words = await words(source, warning: &warnings) else { continue }
            var query = query
            if let names = SourceQuestions.attributes(of: source, interest, wanted) {
                if names.isEmpty { continue }
                query.append(("attrs", names.map(words.compact).joined(separator: ",")))
            }
            questions.append(
                (source, words,
                    request(
                        .get, path, query, to: source, words: words, map: map?.linked[source.id]?.asString)))
        }
        return questions
    }

    /// Asks several sources, some at a time; the answers come in the order of the questions.
    func ask(_ questions: [(Registration, TermTable, OutgoingRequest)]) async -> [SourceAnswer] {
        await withTaskGroup(of: (Int, SourceAnswer).self) { group in
            var answers = [SourceAnswer?](repeating: nil, count: questions.count)
            var size = 0
            func take(_ place: Int, _ answer: SourceAnswer) {
                size += answer.size
                answers[place] =
                    size <= Self.largestTogether ? answer : .none(answer.registration, answer.words)
            }
            for (index, question) in questions.enumerated() {
                if index >= Self.atOnce, let (place, answer) = await group.next() { take(place, answer) }
                group.addTask { (index, await ask(question.0, question.1, question.2)) }
            }
            for await (place, answer) in group { take(place, answer) }
            return answers.compactMap(\.self)
        }
    }

    func ask(_ source: Registration, _ words: TermTable, _ request: OutgoingRequest) async -> SourceAnswer {
        await speaker.ask(source, words, request)
    }
}

/// A request came back to where it has been, and only a source could answer it (6.3.18).
struct LoopDetected: Error {}
