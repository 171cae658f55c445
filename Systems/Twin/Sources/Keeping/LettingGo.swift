// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Has the lines lose what they say that tell of a past one of the rules forgets. What a checkpoint still
/// knows of others that such a line told of stays known; who wrote them does not.
struct LettingGo: Sendable {
    let twin: Twin
    /// The rule's.
    let type: String
    /// Before which moments the past is forgotten, by all rules.
    let horizons: [String: Stamp]
    /// The checkpoint that does without them.
    let start: Checkpoint
    let now: @Sendable () -> Instant

    private static let page = 500
    private var key: String { "let-go/\(type)" }

    /// Goes on from where it came to, up to a line and to the moment before which the past goes.
    func run(upTo end: Int) async throws {
        guard let horizon = horizons[type] else { return }
        let begun = try twin.ledger.kept(key).flatMap { Int($0) } ?? 0
        var last = begun
        while last < end {
            let lines = try twin.ledger.lines(after: last, limit: Self.page)
                .prefix { $0.number <= end && $0.isDone(by: horizon) }
            guard let reached = lines.last?.number else { break }
            let gone = try lines.filter(isForgotten).map(\.number)
            last = reached
            if !gone.isEmpty {
                try await twin.ledger.letGo(
                    gone, under: rule, since: start.key, at: now(), keeping: [key: String(last)])
            }
        }
        if last > begun { try await twin.ledger.keep([key: String(last)], upTo: last) }
    }

    /// The rule, as whoever verifies the ledger reads it.
    private var rule: String {
        let length = (try? Retention(of: twin))?.rules[type]
        return "\(type) \(length ?? "")"
    }

    private func isForgotten(_ line: LedgerLine) throws -> Bool {
        if line.isLetGo { return false }
        return try LogEntry.entries(of: line).contains(where: isForgotten)
    }

    private func isForgotten(_ entry: LogEntry) -> Bool {
        switch entry.content {
        case .entity(.whole(let entity)): isForgotten(entity.types)
        case .entity(let change): isForgotten(types(of: change.id))
        case .past(let change): isForgotten(types(of: change.id))
        // What documents say a checkpoint knows; their lines go with what no other rule is for.
        case .document: type == Forgetting.others
        case .forgetting: false
        }
    }

    /// - Parameter types: nil: nothing is known any more of what it was.
    private func isForgotten(_ types: [String]?) -> Bool {
        types.map { Forgetting.rule(for: $0, among: horizons) == type } ?? true
    }

    private func types(of id: String) -> [String]? {
        twin.standing { $0.typesRemembered(of: id).map(Array.init) }
    }
}

extension LedgerLine {
    /// Whether all that it tells of was done before a moment. It says when to the millisecond.
    fileprivate func isDone(by moment: Stamp) -> Bool { Stamp(at).adding(microseconds: 1_000) <= moment }
}
