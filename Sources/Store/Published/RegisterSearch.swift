// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Finds the items of a query: their places in the order, and no more of them than asked for.
///
/// A search either starts from few candidates (the matches of rare words, a small box, a rare
/// value) and sorts those; or takes the newest matches of popular words, which the full-text index
/// gives in order; or walks the index that has the order and stops once the page is full. So
/// neither a rare word nor a popular one reads much.
struct RegisterSearch {
    typealias Place = RegisterCursor.Place

    let query: RegisterQuery
    /// Every kind of publication there is, by name.
    let kinds: [String: PublishedKind]
    let connection: any Connection

    /// The most candidates that are looked at one by one.
    private static let few = 2_000
    /// The most matches of words that are looked at one by one.
    private static let newest = 4_000
    /// The most statuses that are each walked on their own.
    private static let separateStatuses = 6

    /// The places of the items, newest first, from a cursor on.
    func find(from cursor: RegisterCursor?, limit: Int) throws -> [Place] {
        let isBackward = cursor?.isBackward ?? false
        for attempt in try attempts(from: cursor) {
            var places: [Place] = []
            for statement in attempt.statements {
                let sql = statement.finding(key: key, ascending: isBackward, limit: limit)
                for row in try connection.rows(sql, statement.arguments) {
                    guard let item = row[1].integer else { continue }
                    places.append(Place(key: row[0].text, item: item))
                }
            }
            if !attempt.isWhole, places.count < limit { continue }
            places.sort { isBackward ? $1.isBefore($0) : $0.isBefore($1) }
            places = Array(places.prefix(limit))
            return isBackward ? places.reversed() : places
        }
        return []
    }

    /// How many items there are: exactly, or more than were counted.
    func count() throws -> RegisterCount {
        let isLookedAt = words != nil || query.bounds != nil || !query.conditions.isEmpty
        let limit = isLookedAt ? RegisterCount.limitLookedAt : RegisterCount.limit
        for attempt in try attempts(from: nil) {
            var sum = 0
            for statement in attempt.statements where sum <= limit {
                let sql = statement.counting(upTo: limit + 1 - sum)
                sum += Int(try connection.value(sql, statement.arguments)?.integer ?? 0)
            }
            if sum > limit { return RegisterCount(value: limit, isExact: false) }
            if attempt.isWhole { return RegisterCount(value: sum, isExact: true) }
        }
        return RegisterCount(value: 0, isExact: true)
    }

    /// How the engine goes about it: what it says of each statement.
    func plan(from cursor: RegisterCursor?) throws -> [String] {
        let isBackward = cursor?.isBackward ?? false
        return try attempts(from: cursor).flatMap(\.statements).flatMap { statement in
            let sql = statement.finding(key: key, ascending: isBackward, limit: query.limit)
            return try connection.rows("EXPLAIN QUERY PLAN \(sql)", statement.arguments)
                .compactMap { $0.last?.text }
        }
    }

    private var key: String { query.order == .day ? "p.day" : "p.recorded_at" }

    // MARK: Where to start

    /// A way to the answer. One that is not whole only sees the newest, and is enough if those
    /// fill the page.
    private struct Attempt {
        let statements: [RegisterStatement]
        let isWhole: Bool
    }

    private enum Driver: Equatable {
        case walk, words, bounds
        case condition(Int)
    }

    /// The ways to the answer, the quickest first; none if there can be no answer.
    private func attempts(from cursor: RegisterCursor?) throws -> [Attempt] {
        guard try isAnswerable() else { return [] }
        let parts = RegisterPart.parts(of: query, from: cursor)
        let (driver, candidates) = try rarest()
        if candidates == 0 { return [] }
        var attempts: [Attempt] = []
        if let words {
            let matches = try matches(of: words, from: cursor)
            let isWhole = matches.count <= Self.newest
            if isWhole, matches.count <= candidates {
                return [Attempt(statements: among(matches, parts), isWhole: true)]
            }
            if driver == .walk, query.order == .day {
                let newest = Array(matches.prefix(Self.newest))
                attempts.append(Attempt(statements: among(newest, parts), isWhole: false))
            }
        }
        let statements =
            driver == .walk ? parts.flatMap(walks) : parts.map { driven(by: driver, $0) }
        return attempts + [Attempt(statements: statements, isWhole: true)]
    }

    /// Whether anything can be found at all; a column that is none is our own mistake.
    private func isAnswerable() throws -> Bool {
        for condition in query.conditions {
            guard let kind = query.kind.flatMap({ kinds[$0] }),
                kind.columns.contains(condition.column)
            else { throw Fault("\(query.kind ?? "no kind") has no column \(condition.column)") }
            if condition.values.isEmpty { return false }
        }
        return !isTyped || words != nil
    }

    private var isTyped: Bool { !(query.text ?? "").allSatisfy(\.isWhitespace) }

    private var words: String? { query.text.flatMap(SearchWords.query) }

    /// The condition beside words that is met by the fewest, if those are few; and how many.
    private func rarest() throws -> (Driver, Int) {
        var drivers: [Driver] = query.conditions.indices.map(Driver.condition)
        if query.bounds != nil { drivers.append(.bounds) }
        var best: (Driver, Int) = (.walk, .max)
        for driver in drivers {
            var statement = RegisterStatement(from: source(of: driver))
            add(driver, to: &statement)
            let sql = statement.counting(upTo: Self.few + 1)
            let count = Int(try connection.value(sql, statement.arguments)?.integer ?? 0)
            if count <= Self.few, count < best.1 { best = (driver, count) }
        }
        return best
    }

    /// The items whose words match, newest first, on the cursor's side of its place; one more than
    /// are looked at, if there are more.
    private func matches(of words: String, from cursor: RegisterCursor?) throws -> [Int64] {
        var arguments: [Value] = [.text(words)]
        var condition = "published_words MATCH $1"
        let isBackward = cursor?.isBackward ?? false
        if query.order == .day, let place = cursor?.place {
            let number = WordPlace.number(place.item, day: place.key.flatMap { Day(iso: $0) })
            arguments.append(.integer(number))
            condition += " AND rowid \(isBackward ? ">" : "<") $2"
        }
        return try connection.rows(
            "SELECT rowid FROM published_words WHERE \(condition) "
                + "ORDER BY rowid \(isBackward ? "ASC" : "DESC") LIMIT \(Self.newest + 1)",
            arguments
        ).compactMap { $0[0].integer.map(WordPlace.item) }
    }

    private func source(of driver: Driver) -> String {
        switch driver {
        case .walk: "published p"
        case .words: "json_each($1) d"
        case .bounds: "published_place d"
        case .condition: "\(table) d"
        }
    }

    /// The table of the kind's own columns.
    private var table: String { query.kind.flatMap { kinds[$0]?.table } ?? "published" }

    /// The driver's own condition, on its table `d`.
    private func add(_ driver: Driver, to statement: inout RegisterStatement) {
        switch driver {
        case .walk, .words: break
        case .bounds: addBounds("d", to: &statement)
        case .condition(let index):
            let test = comparison(query.conditions[index], "d.", in: &statement)
            statement.and(test)
        }
    }

    /// Looks at these items one by one.
    private func among(_ items: [Int64], _ parts: [RegisterPart]) -> [RegisterStatement] {
        let list = JSON.array(items.map(JSON.integer)).stored
        return parts.map { driven(by: .words, $0, arguments: [list]) }
    }

    private func driven(
        by driver: Driver, _ part: RegisterPart, arguments: [Value] = []
    ) -> RegisterStatement {
        let item = driver == .words ? "d.value" : "d.item"
        var statement = RegisterStatement(
            from: "\(source(of: driver)) CROSS JOIN published p ON p.item = \(item)",
            arguments: arguments)
        add(driver, to: &statement)
        if let kind = query.kind { statement.and("p.kind = \(statement.place(.text(kind)))") }
        addFilters(to: &statement, of: query.kind, statuses: query.statuses, except: driver)
        part.add(to: &statement)
        return statement
    }

    // MARK: Walking an index

    private func walks(_ part: RegisterPart) -> [RegisterStatement] {
        let index = index
        var statements: [RegisterStatement] = []
        for kind in query.kind.map({ [$0] }) ?? kinds.keys.sorted() {
            let statuses = Set(query.statuses).sorted()
            let apart = index == RegisterIndexes.statusDay ? statuses.map { [$0] } : [statuses]
            for statuses in apart {
                var statement = RegisterStatement(from: "published p INDEXED BY \(index)")
                statement.and("p.kind = \(statement.place(.text(kind)))")
                addFilters(to: &statement, of: kind, statuses: statuses, except: .walk)
                part.add(to: &statement)
                statements.append(statement)
            }
        }
        return statements
    }

    private var index: String {
        switch (query.order, query.asOf) {
        case (.recorded, nil): RegisterIndexes.recorded
        case (.recorded, _): RegisterIndexes.recordedTimes
        case (.day, .some): RegisterIndexes.dayTimes
        case (.day, nil) where query.tenant != nil: RegisterIndexes.tenantDay
        // The set of matching words would be made anew for every walk.
        case (.day, nil)
        where (1...Self.separateStatuses).contains(Set(query.statuses).count) && words == nil:
            RegisterIndexes.statusDay
        case (.day, nil): RegisterIndexes.day
        }
    }
}

// MARK: Conditions

extension RegisterSearch {
    private func addFilters(
        to statement: inout RegisterStatement, of kind: String?, statuses: [String],
        except driver: Driver
    ) {
        let readable = Readable(kinds: kinds)
        let shown = query.asOf.map { readable.then(statement.place($0.stored), of: kind) }
        for condition in shown ?? readable.now(of: kind) { statement.and(condition) }
        if let tenant = query.tenant {
            statement.and("p.tenant = \(statement.place(.text(tenant)))")
        }
        if !statuses.isEmpty {
            statement.and("p.status", isAnyOf: Set(statuses).sorted().map(Value.text))
        }
        if let words, driver != .words {
            // The set is made once, in the order of its numbers.
            statement.and(
                "\(WordPlace.sql) IN (SELECT rowid FROM published_words "
                    + "WHERE published_words MATCH \(statement.place(.text(words))))")
        }
        if driver != .bounds { addBounds("r", to: &statement, isNested: true) }
        for (index, condition) in query.conditions.enumerated() where driver != .condition(index) {
            let test = comparison(condition, "+o.", in: &statement)
            statement.and("EXISTS (SELECT 1 FROM \(table) o WHERE o.item = p.item AND \(test))")
        }
    }

    private func comparison(
        _ condition: RegisterQuery.Condition, _ prefix: String,
        in statement: inout RegisterStatement
    ) -> String {
        let places = condition.values.map { statement.place($0) }.joined(separator: ", ")
        return switch condition.comparison {
        case .equal: "\(prefix)\(condition.column) IN (\(places))"
        case .atLeast: "\(prefix)\(condition.column) >= \(places)"
        case .atMost: "\(prefix)\(condition.column) <= \(places)"
        }
    }

    private func addBounds(
        _ name: String, to statement: inout RegisterStatement, isNested: Bool = false
    ) {
        guard let bounds = query.bounds else { return }
        let edges = [bounds.east, bounds.west, bounds.north, bounds.south]
            .map { statement.place(.real($0)) }
        let test =
            "\(name).west <= \(edges[0]) AND \(name).east >= \(edges[1]) "
            + "AND \(name).south <= \(edges[2]) AND \(name).north >= \(edges[3])"
        let table = "published_place \(name)"
        statement.and(
            isNested
                ? "EXISTS (SELECT 1 FROM \(table) WHERE \(name).item = p.item AND \(test))" : test)
    }
}
