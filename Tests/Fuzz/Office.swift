// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Twin
import Web

/// A tenant's twin as its people use it: files are taken in, forms filled in and pages looked at, while
/// programs write to it.
struct Office {
    var grammar: Grammar
    private let client: TestClient
    private let token: String
    private(set) var requests = 0
    /// What should be so and is not.
    private(set) var wrong: [String] = []
    private let isTold: Bool
    private static let home = "/t/clare/twin"
    /// The branch, the subscription, the source and the feed that were come by last.
    private var known: [String: String] = [:]

    init(_ grammar: Grammar, _ strangers: Strangers, isTold: Bool) async throws {
        (self.grammar, self.isTold) = (grammar, isTold)
        let face = try TwinFace.face(TwinHub(publishing: strangers, listening: strangers))
        let test = try TestNetwork([.twin], faces: [face], outside: strangers)
        try await test.open("clare", systems: ["twin"])
        client = try await test.client("Orla", roles: ["clare": [.manager]])
        token = try await test.token("Orla", in: "clare")
    }

    mutating func run() async {
        for _ in 0..<12 {
            await write()
            await importFile()
            await fill()
            await look()
            await look()
        }
    }

    private mutating func check(_ answer: TestAnswer, _ sent: String) {
        requests += 1
        if answer.status >= 500 {
            wrong.append("\(sent): answered \(answer.status): \(answer.text.prefix(4_000))")
        }
        if let failure = answer.failure { wrong.append("\(sent): breaks off: \(failure)") }
        let isJSON = answer.header("content-type")?.contains("json") ?? false
        if isJSON, (try? JSON(parsing: answer.bytes, limits: JSON.Limits(depth: 1_000))) == nil {
            wrong.append("\(sent): the answer is no JSON: \(answer.text.prefix(4_000))")
        }
    }

    private func tell(_ sent: String) { if isTold { say(sent) } }

    private mutating func write() async {
        let entities = JSON.array((0..<4).map { grammar.entity("urn:x:\($0)") })
        let body =
            grammar.chance.percent(80)
            ? entities.encoded()
            : Mutation.spoilt(entities.encoded(), beside: entities.encoded(), &grammar.chance)
        tell(String(decoding: body, as: UTF8.self))
        let answer = await client.send(
            .post, "/ngsi-ld/v1/entityOperations/upsert?options=update",
            headers: ["authorization": "Bearer \(token)", "content-type": "application/json"], body: body)
        check(answer, "upsert")
    }

    private mutating func importFile() async {
        let path = "\(Self.home)/import"
        let page = await client.get(path)
        var text = grammar.table()
        if grammar.chance.percent(30) {
            let spoilt = Mutation.spoilt(Array(text.utf8), beside: Array(text.utf8), &grammar.chance)
            text = String(decoding: spoilt, as: UTF8.self)
        }
        let form = [("csrf", page.csrf), ("data", text)] + mapping()
        tell("\(path) \(form.dropFirst())")
        check(await client.post(path, form), path)
    }

    /// Which column is what, as the form says it; or nothing, so that it is guessed.
    private mutating func mapping() -> [(String, String)] {
        guard grammar.chance.percent(70) else { return [] }
        var form = [("type", grammar.type()), ("prefix", grammar.chance.pick(["", "urn:x:", "é "]))]
        for column in 0..<5 {
            let use = grammar.chance.pick([
                "property", "text", "relationship", "id", "type", "latitude", "longitude", "geometry",
                "observedAt",
                "skip", "x",
            ])
            form += [
                ("use\(column)", use), ("name\(column)", grammar.attribute()),
                ("unit\(column)", grammar.chance.pick(["", "CEL", "é"])),
            ]
        }
        if grammar.chance.percent(60) { form.append(("step", "write")) }
        if grammar.chance.percent(20) { form.append(("keep", grammar.text())) }
        return form
    }

    private mutating func look() async {
        let path = Self.home + place()
        tell(path)
        let answer = await client.get(path)
        check(answer, path)
        note(answer)
    }

    /// Fills one of the forms in, more or less.
    private mutating func fill() async {
        let page = await client.get("\(Self.home)/import")
        let (path, fields) = form(known)
        tell("\(path) \(fields)")
        let answer = await client.post(Self.home + path, [("csrf", page.csrf)] + fields)
        check(answer, path)
        note(answer)
    }

    /// Keeps what links lead to.
    private mutating func note(_ answer: TestAnswer) {
        for name in Self.kinds {
            for mark in ["\(name)?id=", "\(name)?done=1&amp;id=", "\(name)?done=1&id="] {
                for text in [answer.location ?? "", answer.text] {
                    guard let place = text.firstRange(of: mark) else { continue }
                    known[name] = String(text[place.upperBound...].prefix { !"\"&'".contains($0) })
                }
            }
        }
    }

    private static let kinds = ["compare", "subscription", "source", "feed", "mapping"]

    private mutating func place() -> String {
        let id = Sent.encoded(grammar.chance.percent(90) ? grammar.id() : grammar.uri())
        let asOf = grammar.chance.percent(25) ? "asOf=\(Sent.encoded(grammar.moment()))" : "a=b"
        switch grammar.chance.below(9) {
        case 0:
            let (key, offset) = (grammar.chance.pick(Self.kinds), grammar.chance.pick(Mutation.numbers))
            let way = ["compare": "branches", "feed": "feeds", "mapping": "feeds"][key] ?? "connections"
            return "/\(way)/\(key)?id=\(known[key] ?? "x")&offset=\(offset)&against=now"
        case 1:
            return grammar.chance.pick([
                "", "/changes", "/connections", "/opening", "/import?done=-1", "/branches", "/feeds",
            ])
        case 2, 3: return "/entities/\(id)?\(asOf)&span=\(grammar.chance.pick(["day", "all", "x"]))"
        case 4: return "/entity.\(grammar.chance.pick(["csv", "jsonld"]))?id=\(id)&\(asOf)"
        default:
            let ending = grammar.chance.pick(["", "", ".csv", ".geojson", ".jsonld"])
            let asked = question().map { "\($0.0)=\(Sent.encoded($0.1))" }.joined(separator: "&")
            return "/entities\(ending)?\(asOf)&\(asked)"
        }
    }

    private mutating func question() -> [(String, String)] {
        var asked: [(String, String)] = []
        if grammar.chance.percent(50) { asked.append(("type", grammar.types())) }
        if grammar.chance.percent(40) {
            asked += [
                ("attr1", grammar.attribute()), ("value1", grammar.text()),
                ("op1", grammar.chance.pick(["==", "!=", ">", "<=", "~=", "!~=", "exists", "x"])),
            ]
        }
        if grammar.chance.percent(30) { asked.append(("q", grammar.query())) }
        if grammar.chance.percent(20) {
            let number = grammar.chance.pick(Mutation.numbers)
            asked += [("lat", number), ("lon", grammar.chance.pick(["0", "5", number])), ("metres", number)]
        }
        if grammar.chance.percent(20) { asked.append(("limit", grammar.chance.pick(Mutation.numbers))) }
        if grammar.chance.percent(20) { asked.append(("offset", grammar.chance.pick(Mutation.numbers))) }
        if grammar.chance.percent(20) {
            asked.append(("bounds", grammar.chance.pick(["0,0,5,5", "-1e308,0,1,1", "x"])))
        }
        return asked
    }
}
