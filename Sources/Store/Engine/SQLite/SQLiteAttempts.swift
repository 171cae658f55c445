// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How SQLite goes about one search.
struct SQLiteAttempts {
    let search: RegisterSearch
    /// How many items are asked for.
    let wanted: Int

    private var query: RegisterQuery { search.query }
    private var kinds: [String: PublishedKind] { search.kinds }
    private var connection: any Connection { search.connection }
    private var words: [SearchWord] { search.words }
    private var table: String { search.table }

    /// The most candidates that are looked at one by one.
    private static let few = 2_000
    /// The same for a range of a column: no index has them in the order that is asked for.
    private static let fewOfRange = 6_000
    /// The most matches of words and marks that are looked at one by one.
    private static let newest = 4_000
    /// The most statuses that are each walked on their own.
    private static let separateStatuses = 6

    /// The ways to the answer, the quickest first; none if there can be no answer.
    func attempts(from cursor: RegisterCursor?) throws -> [RegisterAttempt] {
        let parts = RegisterPart.parts(of: query, from: cursor)
        let (driver, candidates) = try rarest()
        if candidates == 0 { return [] }
        let rest = RegisterAttempt {
            (driver == .walk ? parts.flatMap(walks) : parts.map { driven(by: driver, $0) }, true)
        }
        guard !words.isEmpty || query.bounds != nil && driver == .walk else { return [rest] }
        let stages = SearchStage.all(of: query, words, wanted: wanted, most: Self.newest)
        return stages.map { stage in
            RegisterAttempt {
                let found = try matches(of: stage.terms, from: cursor, limit: stage.size + 1)
                let isWhole = found.count <= stage.size
                if !isWhole, !stage.isOfNewest { return ([], false) }
                return (among(Array(found.prefix(stage.size)), parts), isWhole)
            }
        } + [rest]
    }

    /// The condition beside words that is met by the fewest, if those are few; and how many.
    private func rarest() throws -> (RegisterDriver, Int) {
        let drivers = Set(query.conditions.map(\.column)).sorted().map(RegisterDriver.column)
        var best: (RegisterDriver, Int) = (.walk, .max)
        for driver in drivers {
            var statement = RegisterStatement(from: source(of: driver))
            add(driver, to: &statement)
            let few = isRange(driver) ? Self.fewOfRange : Self.few
            let sql = statement.counting(upTo: few + 1)
            let count = Int(try connection.value(sql, statement.arguments)?.integer ?? 0)
            if count <= few, count < best.1 { best = (driver, count) }
        }
        return best
    }

    private func isRange(_ driver: RegisterDriver) -> Bool {
        guard case .column(let name) = driver else { return false }
        return query.conditions.contains { $0.column == name && $0.comparison != .equal }
    }

    /// The items whose words and marks match, newest first, on the cursor's side of its place.
    private func matches(
        of terms: String, from cursor: RegisterCursor?, limit: Int
    ) throws -> [Int64] {
        var arguments: [Value] = [.text(terms)]
        var condition = "published_terms MATCH $1"
        let isBackward = cursor?.isBackward ?? false
        func and(_ sign: String, _ number: Int64) {
            arguments.append(.integer(number))
            condition += " AND rowid \(sign) $\(arguments.count)"
        }
        if query.order == .day, let place = cursor?.place {
            let number = WordPlace.number(place.item, day: place.key.flatMap { Day(iso: $0) })
            and(isBackward ? ">" : "<", number)
        }
        if let from = query.from {
            and(">=", WordPlace.number(0, day: from))
        } else if query.until != nil {
            and(">=", WordPlace.firstOfADay)
        }
        if let until = query.until { and("<", WordPlace.number(0, day: until.next)) }
        return try connection.rows(
            "SELECT rowid FROM published_terms WHERE \(condition) "
                + "ORDER BY rowid \(isBackward ? "ASC" : "DESC") LIMIT \(limit)",
            arguments
        ).compactMap { $0[0].integer.map(WordPlace.item) }
    }

    private func source(of driver: RegisterDriver) -> String {
        switch driver {
        case .walk: "published p"
        case .words: "json_each($1) d"
        case .column: "\(table) d"
        }
    }

    /// The driver's own condition, on its table `d`.
    private func add(_ driver: RegisterDriver, to statement: inout RegisterStatement) {
        switch driver {
        case .walk, .words: break
        case .column(let name):
            for condition in query.conditions where condition.column == name {
                let test = search.comparison(condition, in: &statement) { "d.\($0)" }
                statement.and(test)
            }
        }
    }

    /// Looks at these items one by one.
    private func among(_ items: [Int64], _ parts: [RegisterPart]) -> [RegisterStatement] {
        let list = JSON.array(items.map(JSON.integer)).stored
        return parts.map { driven(by: .words, $0, arguments: [list]) }
    }

    private func driven(
        by driver: RegisterDriver, _ part: RegisterPart, arguments: [Value] = []
    ) -> RegisterStatement {
        let item = driver == .words ? "d.value" : "d.item"
        let index = query.asOf == nil ? " INDEXED BY published_standing" : ""
        var statement = RegisterStatement(
            from: "\(source(of: driver)) CROSS JOIN published p\(index) ON p.item = \(item)",
            arguments: arguments, isInOrder: driver == .words && query.order == .day)
        add(driver, to: &statement)
        if let kind = query.kind { statement.and("p.kind = \(statement.place(.text(kind)))") }
        search.addFilters(to: &statement, of: query.kind, statuses: query.statuses, except: driver)
        part.add(to: &statement)
        return statement
    }

    // MARK: Walking an index

    private func walks(_ part: RegisterPart) -> [RegisterStatement] {
        let index = index
        var statements: [RegisterStatement] = []
        for kind in query.kind.map({ [$0] }) ?? kinds.keys.sorted() {
            let statuses = Set(query.statuses).sorted()
            let apart = isByStatus ? statuses.map { [$0] } : [statuses]
            for statuses in apart {
                var statement = RegisterStatement(from: "published p INDEXED BY \(index)")
                statement.and("p.kind = \(statement.place(.text(kind)))")
                search.addFilters(to: &statement, of: kind, statuses: statuses, except: .walk)
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
        case (.day, nil) where query.tenant != nil:
            isByStatus ? RegisterIndexes.tenantStatusDay : RegisterIndexes.tenantDay
        case (.day, nil): isByStatus ? RegisterIndexes.statusDay : RegisterIndexes.day
        }
    }

    /// Whether each status is walked on its own. The set of matching words would be made anew for
    /// every walk.
    private var isByStatus: Bool {
        query.order == .day && query.asOf == nil && words.isEmpty
            && (1...Self.separateStatuses).contains(Set(query.statuses).count)
    }
}
