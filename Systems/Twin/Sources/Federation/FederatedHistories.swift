// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Web

/// What entities have been, as this twin and its sources know it together (GS CIM 009, 5.7.3 and 5.7.4).
struct FederatedHistories: Sendable {
    /// What sources said, and who did not answer.
    struct Said: Sendable {
        fileprivate var concerned: [Registration] = []
        fileprivate var byID: [String: [(source: Registration, history: History)]] = [:]
        var warnings: [String] = []
        /// The maps that sources made, by registration.
        var linked: [String: String] = [:]
        /// As far as the answers reach that tell not all there is (6.3.10).
        var cut: Stamp?
        /// What the one source came to that alone could have had it, and failed (6.3.17).
        var failure: Response?

        var ids: [String] { Array(byID.keys) }

        /// Which registrations something came from, `@none` for what is held here.
        func origins(_ id: String, _ own: History?) -> [String] {
            (own == nil ? [] : ["@none"]) + (byID[id] ?? []).map(\.source.id)
        }

        /// One history of what is held here and what sources say, each of what it is registered for.
        func joined(_ id: String, _ own: History?, _ query: TemporalQuery) -> History? {
            guard let said = byID[id] else { return own }
            let counted = CountedSayings(of: id, own: own?.types, said.map { ($0.source, $0.history) }) {
                $0.types
            }
            let holders = AttributeHolders(of: id, types: counted.types, concerned)
            var own = own
            own?.attributes.removeAll { !holders.mayTell($0.name, nil) }
            var joining = HistoryJoining(own, query)
            for isAuxiliary in [false, true] {
                for (source, told) in counted.said where (source.mode == .auxiliary) == isAuxiliary {
                    var history = told
                    history.attributes.removeAll { !holders.mayTell($0.name, source) }
                    joining.add(history, isAuxiliary: isAuxiliary)
                }
            }
            return joining.history
        }
    }

    private let federation: Federation
    private let query: TemporalQuery
    private var call: Call { federation.call }

    init?(_ call: Call, _ query: TemporalQuery) throws {
        guard let federation = try Federation(call) else { return nil }
        (self.federation, self.query) = (federation, query)
    }

    /// The past of one entity.
    func retrieve(_ id: String, attributes: AttributeNames?) async throws -> Said {
        let wanted = attributes.map { Set($0.names) }
        let interest = Interest(id: id, types: nil, attributes: wanted)
        var said = Said()
        said.concerned = federation.concerned(interest, by: call.usedEntityMap, id)
        guard try !federation.refuseLoop(said.concerned) else { return said }
        let sources = said.concerned.filter { $0.tells(query, by: .retrieveTemporal) }
        let questions = try await federation.questions(
            ["temporal", "entities", id], asked(query.lastN), interest, wanted, to: sources, &said.warnings)
        let (answers, before) = (await federation.ask(questions), said.warnings.count)
        for answer in answers {
            if let warning = answer.warning { said.warnings.append(warning) }
            if answer.isDone { await take([answer.json ?? .null], answer, into: &said) }
        }
        said.failure = answers.failure(said.warnings.count > before)
        return said
    }

    /// The past of many. What a filter asks of it is asked here, of the whole.
    /// - Parameters:
    ///   - map: only the sources in it are asked.
    ///   - others: sources that are asked otherwise.
    func query(
        _ filter: EntityFilter, _ map: EntityMap?, butNot others: Set<String> = []
    ) async throws -> Said? {
        guard !filter.isLocal else { return nil }
        let needsWhole = filter.condition != nil || filter.geo != nil || filter.scope != nil
        let wanted = needsWhole ? nil : filter.attributes.map { Set($0.names) }
        let interest = Interest(filter.selectors, attributes: wanted)
        var said = Said()
        said.concerned = federation.concerned(interest).filter {
            !others.contains($0.id) && map?.sources.contains($0.id) ?? true
        }
        guard !said.concerned.isEmpty, try !federation.refuseLoop(said.concerned) else { return nil }
        let asking = SourceQuestions(
            call: call, selectors: filter.selectors, interest: interest, wanted: wanted)
        let wantsMap = try map != nil || call.needsEntityMap()
        var questions: [SourcePaging.Question] = []
        for source in said.concerned where source.tells(query, by: .queryTemporal) {
            guard let words = await federation.words(source, warning: &said.warnings) else { continue }
            var shared = asked(needsWhole ? Optional.none : query.lastN)
            if wantsMap, source.operations.contains(.createEntityMapQueryTemporal) {
                shared.append(("entityMap", "true"))
            }
            questions += asking.all(for: source, words, shared)
        }
        let paging = SourcePaging(federation: federation) { [federation] question, page in
            federation.request(
                .get, ["temporal", "entities"], question.query + page, to: question.source,
                words: question.words, map: map?.linked[question.source.id]?.asString)
        }
        var warnings = said.warnings
        try await paging.ask(questions, &warnings) { items, answer, warnings in
            await take(items, answer, into: &said)
            warnings += said.warnings
            said.warnings = []
        }
        said.warnings = warnings
        return said
    }

    private func asked(_ lastN: Int?) -> [(String, String)] {
        var asked = [("options", "sysAttrs")] + query.parameters
        if let lastN { asked.append(("lastN", String(lastN))) }
        return asked
    }

    private func take(_ items: [JSON], _ answer: SourceAnswer, into said: inout Said) async {
        said.linked[answer.registration.id] = answer.header("ngsild-entitymap")
        for item in items {
            guard let (members, words) = await answer.members(item, federation.speaker, &said.warnings) else {
                continue
            }
            guard let history = try? SourceHistoryReading(naming: words).history(members) else {
                said.warnings.append(answer.unsound)
                continue
            }
            said.byID[history.id, default: []].append((answer.registration, history))
        }
        guard answer.status == 206, let range = answer.header("content-range"),
            let end = Self.end(of: range)
        else { return }
        let isBackward = query.lastN != nil
        said.cut = said.cut.map { isBackward ? max($0, end) : min($0, end) } ?? end
    }

    /// Where the range of an answer ends: `date-time FROM-TO/*` (6.3.10).
    private static func end(of range: String) -> Stamp? {
        let times = range.prefix { $0 != "/" }.split(separator: " ").last ?? ""
        return times.split(separator: "Z-").last.flatMap { Stamp(String($0)) }
    }
}

extension Registration {
    /// Whether a source can be asked for what is asked of the past. One that says of no time is asked.
    fileprivate func tells(_ query: TemporalQuery, by operation: SourceOperation) -> Bool {
        guard operations.contains(operation) else { return false }
        let intervals = ["observationInterval", "managementInterval"].map { members[$0] }
        guard intervals.contains(where: { $0 != nil }) else { return true }
        let interval = intervals[query.property == .observedAt ? 0 : 1].flatMap(SourceInterval.init)
        return interval?.overlaps(query) ?? false
    }
}

extension TemporalQuery {
    /// As the parameters of an address, without how many are wanted.
    var parameters: [(String, String)] {
        var parameters: [(String, String)]
        switch relation {
        case nil: parameters = []
        case .before(let end)?: parameters = [("timerel", "before"), ("timeAt", end.description)]
        case .after(let start)?: parameters = [("timerel", "after"), ("timeAt", start.description)]
        case .between(let start, let end)?:
            parameters = [
                ("timerel", "between"), ("timeAt", start.description), ("endTimeAt", end.description),
            ]
        }
        if property != .observedAt { parameters.append(("timeproperty", property.rawValue)) }
        return parameters
    }
}
