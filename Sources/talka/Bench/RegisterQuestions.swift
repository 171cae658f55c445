// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Planning
import Store

/// What a register is asked, by kind: each in several wordings, on its first page and deep in.
struct RegisterQuestions {
    /// One kind of question.
    struct Question {
        let name: String
        let queries: [RegisterQuery]
    }

    /// How many items the register's page lists, and which page is deep in.
    static let pageSize = 25
    static let deepPage = 1_000

    /// The first pages.
    let first: [Question]

    /// - Parameter authorities: those with most applications first.
    init(authorities: [String]) throws {
        first = Self.words + (try Self.filters(authorities)) + (try Self.both(authorities))
    }

    /// The same questions on page 1,000, or on the last page of those that find less; each is led to
    /// by the links of the pages before it.
    func deep(in register: Register) throws -> [Question] {
        try first.map { question in
            let queries = try question.queries.compactMap { query in
                try Self.cursor(of: query, in: register).map { cursor in
                    var query = query
                    query.cursor = cursor
                    return query
                }
            }
            return Question(name: "\(question.name), deep", queries: queries)
        }.filter { !$0.queries.isEmpty }
    }

    /// Where the page before the deep one leads. Pages are turned forty at a time: the link at the
    /// end of a long page is that at the end of the last of the short ones.
    private static func cursor(of query: RegisterQuery, in register: Register) throws -> String? {
        var (query, left) = (query, pageSize * (deepPage - 1))
        (query.isWhole, query.isCounted) = (false, false)
        while left > 0 {
            query.limit = min(left, Register.largestPage)
            let page = try register.page(query)
            guard let next = page.next else {
                // The last page of what finds less is as deep as it goes.
                return page.items.count > pageSize ? try lastPage(query, page, register) : query.cursor
            }
            query.cursor = next
            left -= query.limit
        }
        return query.cursor
    }

    private static func lastPage(
        _ query: RegisterQuery, _ page: RegisterPage, _ register: Register
    ) throws -> String? {
        var query = query
        query.limit = page.items.count - pageSize
        return try register.page(query).next
    }

    // MARK: The questions

    private static func ask(_ name: String, _ queries: [RegisterQuery]) -> Question {
        Question(
            name: name,
            queries: queries.map {
                var query = $0
                query.limit = pageSize
                (query.isWhole, query.isCounted) = (true, true)
                return query
            })
    }

    private static func query(
        _ text: String? = nil, _ more: (inout RegisterQuery) -> Void = { _ in }
    ) -> RegisterQuery {
        var query = RegisterQuery(kind: "planning.application", text: text)
        more(&query)
        return query
    }

    private static let words: [Question] = [
        ask("newest", [query()]),
        ask("the commonest words", ["the", "and", "for", "permission", "house"].map { query($0) }),
        ask("a common word", ["windows", "garage", "shed", "garden", "car"].map { query($0) }),
        ask("a rare word", ["theatre", "slipway", "otter", "ballymore", "wheelchair"].map { query($0) }),
        ask("a beginning", ["con", "ext", "bal", "sto", "gar"].map { query($0) }),
        ask("two common words", [
            "house extension", "garage windows", "permission retention", "solar panels",
        ].map { query($0) }),
        ask("a common word and a rare one", [
            "house theatre", "the slipway", "permission museum", "extension bakery",
        ].map { query($0) }),
        ask("street and town", [
            "Main Street Naas", "Church Road Carlow", "Quay Sligo", "Mill Lane Galway",
        ].map { query($0) }),
        ask("a file number", ["25/1234", "19/60012", "22/777"].map { query($0) }),
        ask("words that nothing has", ["xylophone", "house xylophone"].map { query($0) }),
    ]

    private static func filters(_ authorities: [String]) throws -> [Question] {
        [
            ask("an authority", some(authorities).map { slug in query { $0.tenant = slug } }),
            ask("a status", ["granted", "refused", "withdrawn", "deemed_withdrawn", "valid"].map { status in
                query { $0.statuses = [status] }
            }),
            ask("authority and status", some(authorities).map { slug in
                query { ($0.tenant, $0.statuses) = (slug, ["refused"]) }
            }),
            ask("a month", months.map { month in query { ($0.from, $0.until) = month } }),
            ask("a year", years.map { year in query { ($0.from, $0.until) = year } }),
            ask("a box: a town", towns.map { box in query { $0.bounds = box } }),
            ask("a box: a county", counties.map { box in query { $0.bounds = box } }),
            ask("a box: the country", [query { $0.bounds = country }]),
            ask("decided in a month", months.map { month in
                query {
                    $0.conditions = [
                        .atLeast("decided_on", month.from), .atMost("decided_on", month.until),
                    ]
                }
            }),
            ask("a type", [query { $0.conditions = [.equal("type", "retention")] }]),
        ]
    }

    private static func both(_ authorities: [String]) throws -> [Question] {
        let words = ["house", "the", "garage", "theatre", "extension"]
        func each(_ more: (Int, inout RegisterQuery) -> Void) -> [RegisterQuery] {
            words.enumerated().map { index, word in query(word) { more(index, &$0) } }
        }
        let slugs = some(authorities)
        let statuses = ["granted", "refused", "withdrawn", "deemed_withdrawn", "valid"]
        return [
            ask("a word at an authority", each { $1.tenant = slugs[$0 % slugs.count] }),
            ask("a word in a status", each { $1.statuses = [statuses[$0]] }),
            ask("a word in a month", each { index, query in
                (query.from, query.until) = months[index % months.count]
            }),
            ask("a word in a year", each { index, query in
                (query.from, query.until) = years[index % years.count]
            }),
            ask("a word in a town", each { $1.bounds = towns[$0 % towns.count] }),
            ask("a word in a county", each { $1.bounds = counties[$0 % counties.count] }),
            ask("a word, everything narrowed", each { index, query in
                query.tenant = slugs[index % slugs.count]
                query.statuses = [statuses[index]]
                (query.from, query.until) = years[index % years.count]
                query.bounds = counties[index % counties.count]
            }),
        ]
    }

    /// The largest, the middle and the smallest.
    private static func some(_ authorities: [String]) -> [String] {
        guard let first = authorities.first, let last = authorities.last else { return [] }
        return [first, authorities[authorities.count / 2], last]
    }
}

extension RegisterQuestions {
    private static let months = [2_015, 2_019, 2_023, 2_026].map { year in
        (from: Day(year: year, month: 3, day: 1), until: Day(year: year, month: 3, day: 31))
    }

    private static let years = [2_015, 2_020, 2_025].map { year in
        (from: Day(year: year, month: 1, day: 1), until: Day(year: year, month: 12, day: 31))
    }

    /// Naas, Sligo, Galway.
    private static let towns: [Bounds] = ["-6.70,53.19,-6.62,53.25", "-8.52,54.24,-8.43,54.30",
        "-9.10,53.25,-9.00,53.30"].compactMap { Bounds($0) }
    private static let counties: [Bounds] = ["-7.1,52.9,-6.5,53.4", "-8.9,53.9,-8.1,54.4",
        "-10.3,53.0,-8.4,53.7"].compactMap { Bounds($0) }
    private static let country = Bounds("-10.7,51.3,-5.9,55.5")
}
