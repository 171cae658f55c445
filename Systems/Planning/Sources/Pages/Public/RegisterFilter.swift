// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What of the register is asked for: read off an address, and kept in every link that leads on.
struct RegisterFilter: Sendable {
    /// How the result is shown.
    enum View: String { case list, map }

    /// The authority whose own register it is; nil: that of the whole network.
    let own: Tenant?
    /// The values as they were sent, to be shown again.
    let typed: FormData
    private(set) var words: String?
    private(set) var authority: String?
    private(set) var type: String?
    private(set) var status: String?
    private(set) var receivedFrom: Day?
    private(set) var receivedUntil: Day?
    private(set) var decidedFrom: Day?
    private(set) var decidedUntil: Day?
    /// Whether only cases are asked for on which anyone may have their say.
    private(set) var isOpen = false
    private(set) var bounds: Bounds?
    /// The moment as whose the register is read; nil: now.
    private(set) var asOf: Instant?
    private(set) var view = View.list
    private(set) var cursor: String?
    private(set) var limit: Int?
    /// Everything that is wrong with what was sent.
    private(set) var problems = Problems()

    /// The states everyone can meet, in the order of a case's life.
    static let statuses: [State] = [
        .lodged, .valid, .furtherInformation, .granted, .refused, .decided, .withdrawn,
        .deemedWithdrawn,
    ]

    init(_ request: Request, own: Tenant?) throws {
        self.own = own
        typed = request.query
        words = text("q")
        authority = try known("authority") { try request.site.network.find($0) != nil }
        status = known("status") { name in Self.statuses.contains { $0.rawValue == name } }
        type = known("type") { $0.utf8.count <= 120 }
        receivedFrom = day("received_from")
        receivedUntil = day("received_until")
        decidedFrom = day("decided_from")
        decidedUntil = day("decided_until")
        isOpen = known("open") { ["1", "0", "true", "false"].contains($0) }
            .map { ["1", "true"].contains($0) } ?? false
        if let text = text("bounds") {
            bounds = Bounds(text)
            if bounds == nil { add("bounds", "not_bounds") }
        }
        do { asOf = try request.asOf() } catch let more as Problems { problems.all += more.all }
        view = known("view") { View(rawValue: $0) != nil }.flatMap(View.init) ?? .list
        cursor = text("cursor")
        limit = known("limit") { Int($0).map((1...Register.largestPage).contains) ?? false }
            .flatMap { Int($0) }
        order(receivedFrom, receivedUntil, "received_until")
        order(decidedFrom, decidedUntil, "decided_until")
    }

    /// Takes in what was found wrong later, such as a place in the list that is no longer there.
    mutating func note(_ found: Problems) { problems = found }

    /// What the register is asked.
    /// - Parameter today: the day on which a window for submissions is open.
    func query(on today: Day) -> RegisterQuery {
        var query = RegisterQuery(
            kind: PublishedKind.application.name, tenant: own?.slug ?? authority,
            statuses: status.map { [$0] } ?? [], text: words, from: receivedFrom,
            until: receivedUntil, bounds: bounds, asOf: asOf, cursor: cursor)
        if let type { query.conditions.append(.equal("type", type)) }
        if let decidedFrom { query.conditions.append(.atLeast("decided_on", decidedFrom)) }
        if let decidedUntil { query.conditions.append(.atMost("decided_on", decidedUntil)) }
        if isOpen {
            query.conditions.append(.atLeast("say_until", today))
            if query.statuses.isEmpty { query.statuses = PlanningActions.open.map(\.rawValue) }
        }
        return query
    }

    /// The register's address, in a form of its own if one is named.
    func address(_ format: Format = .html) -> Href {
        let ending = format == .html ? "" : ".\(format.rawValue)"
        let path = own.map { "/t/\($0.slug)/planning/register" } ?? "/register/planning"
        return Href(path + ending) ?? "/register/planning"
    }

    /// The address of this very result, with some values changed; nil takes one away. A page other
    /// than the first is not kept: it belongs to the old values.
    func href(_ format: Format = .html, _ changes: [String: String?] = [:]) -> Href {
        var pairs = pairs
        for (name, value) in changes {
            pairs.removeAll { $0.0 == name }
            if let value { pairs.append((name, value)) }
        }
        return address(format).with(pairs.sorted { $0.0 < $1.0 }.map { ($0.0, Optional($0.1)) })
    }

    /// The values in use, in the form every address has them.
    var pairs: [(String, String)] {
        let all: [(String, String?)] = [
            ("q", words), ("authority", authority), ("type", type), ("status", status),
            ("received_from", receivedFrom?.description),
            ("received_until", receivedUntil?.description),
            ("decided_from", decidedFrom?.description),
            ("decided_until", decidedUntil?.description), ("open", isOpen ? "1" : nil),
            ("bounds", bounds?.text), ("asOf", asOf?.description),
            ("view", view == .map ? view.rawValue : nil),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    /// Whether anything narrows the list.
    var isNarrow: Bool { pairs.contains { !["asOf", "view"].contains($0.0) } }

    private func text(_ name: String) -> String? {
        typed[name].flatMap { text in text.allSatisfy(\.isWhitespace) ? nil : text }
    }

    private mutating func known(
        _ name: String, _ isKnown: (String) throws -> Bool
    ) rethrows -> String? {
        guard let text = text(name) else { return nil }
        if try isKnown(text) { return text }
        add(name, "unknown")
        return nil
    }

    private mutating func day(_ name: String) -> Day? {
        guard let text = text(name) else { return nil }
        if let day = TypedDay.iso(text).flatMap({ Day(iso: $0) }) { return day }
        add(name, "not_a_day")
        return nil
    }

    private mutating func order(_ first: Day?, _ last: Day?, _ name: String) {
        if let first, let last, last < first { add(name, "range") }
    }

    private mutating func add(_ name: String, _ code: String) {
        problems.add(name, code, Phrase("register.problem.\(code)"))
    }
}
