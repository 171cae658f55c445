// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit

/// Requests one after another, to a tenant of their own.
struct Story {
    private enum Kind { case chain, roundTrip, agreement }

    let number: UInt64
    private let door: Door
    private var grammar: Grammar
    private let kind: Kind
    /// What was sent, in order.
    private(set) var sent: [Sent] = []
    /// What should be so and is not.
    private(set) var wrong: [String] = []
    /// Ids that were answered.
    private var seen: [String] = []
    private var hasSources = false
    private let isTold: Bool

    init(_ grammar: Grammar, _ number: UInt64, _ door: Door, isTold: Bool) {
        (self.grammar, self.number, self.door, self.isTold) = (grammar, number, door, isTold)
        kind = self.grammar.chance.pick([.chain, .chain, .roundTrip, .agreement])
    }

    var tenant: String { "t\(number)" }

    /// Whether what is there follows from what was sent alone, and not from time as well.
    var isLasting: Bool { !sent.contains { $0.mentionsExpiry || $0.target.contains("retention") } }

    /// Whether the past was left as it was: what is told of it changes nothing of what is now.
    private var leavesThePast: Bool {
        !sent.contains { $0.method != "GET" && $0.target.contains("temporal") }
    }

    mutating func run() async {
        switch kind {
        case .chain: await chain()
        case .roundTrip: await roundTrip()
        case .agreement: await agreement()
        }
    }

    private mutating func ask(_ request: Sent, of tenant: String? = nil) async -> TestAnswer {
        let request = request.to(tenant ?? self.tenant)
        sent.append(request)
        if isTold { say(request.told) }
        if request.target.contains("csource") { hasSources = true }
        let answer = await door.answer(request, isConnected: grammar.chance.percent(50))
        if let what = answer.wrong(for: request, isAlone: !hasSources) { wrong.append(what) }
        return answer
    }

    private mutating func chain() async {
        _ = await ask(Sent("POST", "entities", [], grammar.entity("urn:x:0")))
        for _ in 0..<grammar.chance.pick(3...12) {
            let answer = await ask(request())
            note(answer)
            if !wrong.isEmpty { return }
        }
        guard isLasting, leavesThePast else { return }
        for id in (0..<4).map({ "urn:x:\($0)" }) { await compareWithPast(id) }
    }

    /// The next one; a source tells something now and then, if it was asked to.
    private mutating func request() -> Sent {
        let places = door.places
        guard !places.isEmpty, grammar.chance.percent(25) else { return grammar.request(seen) }
        var told = grammar.relayed()
        told.target = grammar.chance.pick(places)
        return told
    }

    /// Keeps ids of what was made, so that it is asked for again.
    private mutating func note(_ answer: TestAnswer) {
        guard seen.count < 40, answer.bytes.count < 20_000 else { return }
        let words = (answer.text + " " + (answer.location ?? "")).split { "\"/ ".contains($0) }
        for word in words where word.hasPrefix("urn:ngsi-ld:") && seen.count < 40 {
            seen.append(String(word))
        }
    }

    /// What an entity is now is what it is remembered to be once time has passed.
    private mutating func compareWithPast(_ id: String) async {
        let path = "entities/\(Sent.encoded(id))"
        let now = await ask(Sent("GET", path, [("local", "true")]))
        let past = await ask(Sent("GET", path, [("local", "true"), ("asOf", "2026-01-12T12:00:00Z")]))
        guard now.status == past.status, now.status != 200 || now.json.inOrder == past.json.inOrder else {
            return wrong.append("\(id) is remembered as something else: \(now.text) / \(past.text)")
        }
    }

    /// What was taken in, is shown, and is sent elsewhere as it is shown, is the same there.
    private mutating func roundTrip() async {
        let id = "urn:x:0"
        let path = "entities/\(Sent.encoded(id))"
        let way = grammar.chance.percent(70) ? [] : [("options", "keyValues")]
        guard await ask(Sent("POST", "entities", way, grammar.entity(id))).status == 201 else { return }
        let first = await ask(Sent("GET", path))
        guard first.status == 200 else { return }
        for (number, form) in ["normalized", "concise"].enumerated() {
            let shown = await ask(Sent("GET", path, [("options", form)]))
            let other = "\(tenant)-\(number)"
            let made = await ask(Sent("POST", "entities", [], shown.json), of: other)
            guard made.status == 201 else {
                return wrong.append("\(form), what was shown is refused: \(shown.text): \(made.text)")
            }
            let again = await ask(Sent("GET", path), of: other)
            guard again.status == 200, again.json == first.json else {
                return wrong.append("\(form), it comes back as something else: \(first.text) / \(again.text)")
            }
        }
    }

    /// A question finds the same by GET and by POST, and however often it is asked, with an index or without.
    private mutating func agreement() async {
        let entities = JSON.array((0..<4).map { grammar.entity("urn:x:\($0)") })
        _ = await ask(Sent("POST", "entityOperations/upsert", [], entities))
        for _ in 0..<grammar.chance.pick(1...3) {
            let (type, q) = (grammar.chance.pick(["Car", "House"]), grammar.query())
            let page = [("limit", "100"), ("count", "true"), ("local", "true")]
            let posted = await ask(
                Sent(
                    "POST", "entityOperations/query", page,
                    [
                        "type": "Query", "entities": [["type": .string(type)]], "q": .string(q),
                    ]))
            for _ in 0..<5 {
                let asked = await ask(Sent("GET", "entities", page + [("type", type), ("q", q)]))
                guard asked.status == posted.status, asked.status != 200 || asked.json == posted.json else {
                    return wrong.append("\(q) finds another: \(posted.text) / \(asked.text)")
                }
            }
        }
    }
}
