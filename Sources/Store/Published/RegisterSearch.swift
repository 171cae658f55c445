// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Finds the items of a query: their places in the order, and no more of them than asked for. How
/// they are looked for is the engine's (`RegisterIndex`); what they must meet is said here.
struct RegisterSearch {
    typealias Place = RegisterCursor.Place

    let query: RegisterQuery
    /// Every kind of publication there is, by name.
    let kinds: [String: PublishedKind]
    let audience: PublishedKind.Audience
    let connection: any Connection

    /// The places of the items, newest first, from a cursor on.
    func find(from cursor: RegisterCursor?, limit: Int) throws -> [Place] {
        let isBackward = cursor?.isBackward ?? false
        for attempt in try attempts(from: cursor, wanted: limit) {
            var places: [Place] = []
            let (statements, isWhole) = try attempt.make()
            for statement in statements {
                let sql = statement.finding(key: key, ascending: isBackward, limit: limit)
                for row in try connection.rows(sql, statement.arguments) {
                    guard let item = row[1].integer else { continue }
                    places.append(Place(key: row[0].text, item: item))
                }
            }
            if !isWhole, places.count < limit { continue }
            places.sort { isBackward ? $1.isBefore($0) : $0.isBefore($1) }
            places = Array(places.prefix(limit))
            return isBackward ? places.reversed() : places
        }
        return []
    }

    /// The first places, and how many items there are: where each must be looked at to be counted,
    /// those that are counted are those that are shown.
    func findCounting(limit: Int) throws -> (places: [Place], count: RegisterCount) {
        guard isLookedAt else { return (try find(from: nil, limit: limit), try count()) }
        let most = RegisterCount.limitLookedAt
        let places = try find(from: nil, limit: max(limit, most + 1))
        let count = RegisterCount(value: min(places.count, most), isExact: places.count <= most)
        return (Array(places.prefix(limit)), count)
    }

    /// How many items there are: exactly, or more than were counted. Where many match of whom few
    /// are shown it is not counted far.
    func count() throws -> RegisterCount {
        let limit = isLookedAt ? RegisterCount.limitLookedAt : RegisterCount.limit
        for attempt in try attempts(from: nil, wanted: limit) {
            var sum = 0
            let (statements, isWhole) = try attempt.make()
            for statement in statements where sum <= limit {
                let sql = statement.counting(upTo: limit + 1 - sum)
                sum += Int(try connection.value(sql, statement.arguments)?.integer ?? 0)
            }
            if sum > limit { return RegisterCount(value: limit, isExact: false) }
            if isWhole { return RegisterCount(value: sum, isExact: true) }
        }
        return RegisterCount(value: 0, isExact: true)
    }

    /// Whether no index alone can tell what meets the query.
    private var isLookedAt: Bool {
        !words.isEmpty || query.bounds != nil || !query.conditions.isEmpty
    }

    /// How the engine goes about it: what it says of each statement.
    func plan(from cursor: RegisterCursor?) throws -> [String] {
        let isBackward = cursor?.isBackward ?? false
        let statements = try attempts(from: cursor, wanted: query.limit)
            .flatMap { try $0.make().statements }
        return try statements.flatMap { statement in
            let sql = statement.finding(key: key, ascending: isBackward, limit: query.limit)
            return try connection.rows(connection.dialect.plan(of: sql), statement.arguments)
                .compactMap { $0.last?.text }
        }
    }

    var key: String { query.order == .day ? "p.day" : "p.recorded_at" }

    private var index: any RegisterIndex { connection.dialect.search }

    private func attempts(
        from cursor: RegisterCursor?, wanted: Int
    ) throws -> [RegisterAttempt] {
        try isAnswerable() ? index.attempts(self, from: cursor, wanted: wanted) : []
    }

    /// Whether anything can be found at all; a column that is none is our own mistake.
    private func isAnswerable() throws -> Bool {
        for condition in query.conditions {
            guard let kind = query.kind.flatMap({ kinds[$0] }),
                kind.columnNames.contains(condition.column)
            else { throw Fault("\(query.kind ?? "no kind") has no column \(condition.column)") }
            if condition.values.isEmpty { return false }
        }
        return !isTyped || !words.isEmpty
    }

    private var isTyped: Bool { !(query.text ?? "").allSatisfy(\.isWhitespace) }

    /// The words asked for; none if there is nothing that can be searched for.
    var words: [SearchWord] { query.text.map(SearchWords.query) ?? [] }

    /// The table of the kind's own columns.
    var table: String { query.kind.flatMap { kinds[$0]?.table } ?? "published" }
}

// MARK: Conditions

/// What a statement is driven by, which need not be asked of each row again.
enum RegisterDriver: Equatable {
    case walk, words
    /// All the conditions on a column of the kind's own: two of them may be a narrow range.
    case column(String)
}

extension RegisterSearch {
    /// Adds what the query asks of `published p`.
    func addFilters(
        to statement: inout RegisterStatement, of kind: String?, statuses: [String],
        except driver: RegisterDriver = .walk
    ) {
        let readable = Readable(kinds: kinds, audience: audience)
        let shown = query.asOf.map { readable.then(statement.place($0.stored), of: kind) }
        for condition in shown ?? readable.now(of: kind) { statement.and(condition) }
        if let tenant = query.tenant {
            statement.and("p.tenant = \(statement.place(.text(tenant)))")
        }
        if !statuses.isEmpty {
            statement.and("p.status", isAnyOf: Set(statuses).sorted().map(Value.text))
        }
        if !words.isEmpty, driver != .words {
            statement.and(index.matching(words, in: &statement))
        }
        if let bounds = query.bounds {
            statement.and(index.touching(bounds, in: &statement))
        }
        // All in one, so that two of them are seen to be a range.
        let own = query.conditions.filter { driver != .column($0.column) }.map { condition in
            comparison(condition, in: &statement) { index.passive("o.\($0)") }
        }
        if !own.isEmpty {
            let tests = own.joined(separator: " AND ")
            statement.and("EXISTS (SELECT 1 FROM \(table) o WHERE o.item = p.item AND \(tests))")
        }
    }

    /// A condition on the kind's own columns.
    /// - Parameter column: the column as the statement names it.
    func comparison(
        _ condition: RegisterQuery.Condition, in statement: inout RegisterStatement,
        column: (String) -> String
    ) -> String {
        let places = condition.values.map { statement.place($0) }.joined(separator: ", ")
        let name = column(condition.column)
        return switch condition.comparison {
        case .equal: "\(name) IN (\(places))"
        case .atLeast: "\(name) >= \(places)"
        case .atMost: "\(name) <= \(places)"
        }
    }
}
