// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Twin

/// One input for one of the parsers: the pieces it is given.
struct Piecewise {
    /// What is tried.
    enum Kind {
        case json, broker
        case twin(TwinTrial.Part)
    }

    private let kind: Kind
    let pieces: [[UInt8]]

    var name: String {
        switch kind {
        case .json: "json"
        case .broker: "broker"
        case .twin(let part): part.rawValue
        }
    }

    /// Some are drawn more often: those that most is said in.
    private static let kinds: [Kind] =
        TwinTrial.Part.allCases.map(Kind.twin)
        + [.json, .broker, .twin(.entity), .twin(.entity), .twin(.change), .twin(.change), .twin(.query)]

    init(_ grammar: inout Grammar) {
        kind = grammar.chance.pick(Self.kinds)
        var pieces = grammar.pieces(kind)
        // As often sound as not: who refuses everything looks no further.
        if grammar.chance.percent(50) {
            let others = grammar.pieces(kind)
            let place = grammar.chance.below(pieces.count)
            pieces[place] = Mutation.spoilt(pieces[place], beside: others[place], &grammar.chance)
        }
        self.pieces = pieces
    }

    /// What should be so and is not; nil: all of it is.
    func wrong() async -> String? {
        switch kind {
        case .json: Self.json(pieces[0])
        case .broker: Self.broker(pieces[0])
        case .twin(let part): await TwinTrial.wrong(in: part, pieces)
        }
    }

    /// What is read and written is read as the same.
    private static func json(_ bytes: [UInt8]) -> String? {
        guard let json = try? JSON(parsing: bytes) else { return nil }
        let written = json.canonical
        guard let again = try? JSON(parsing: written), again == json, again.canonical == written else {
            return "it is read as something else"
        }
        return (try? JSON(parsing: json.encoded())) == json ? nil : "encoded, it is something else"
    }

    /// In pieces it is the same as whole.
    private static func broker(_ bytes: [UInt8]) -> String? {
        for isFive in [false, true] {
            let whole = MQTTTrial.packets(bytes, inPiecesOf: max(1, bytes.count), isFive: isFive)
            guard MQTTTrial.packets(bytes, inPiecesOf: 3, isFive: isFive) == whole else {
                return "in pieces, a broker says something else"
            }
        }
        return nil
    }
}

extension Grammar {
    /// Sound pieces of a kind, or nearly.
    fileprivate mutating func pieces(_ kind: Piecewise.Kind) -> [[UInt8]] {
        switch kind {
        case .json:
            begin()
            return [json().encoded()]
        case .broker: return [packets()]
        case .twin(let part): return texts(part).map { Array($0.utf8) }
        }
    }

    private mutating func packets() -> [UInt8] {
        (0..<chance.pick(1...4)).flatMap { _ -> [UInt8] in
            let head = UInt8(chance.pick([2, 4, 5, 7, 9, 11, 13, 14, 3, chance.below(16)])) << 4
            let body = (0..<chance.pick([0, 1, 2, 3, 5, 40])).map { _ in
                UInt8(truncatingIfNeeded: chance.next())
            }
            let length =
                chance.percent(90) ? [UInt8(body.count)] : [0xFF, 0xFF, UInt8(chance.below(256)), 0x7F]
            return [head] + length + body
        }
    }

    private mutating func lines(_ one: (inout Grammar) -> String) -> String {
        (0..<chance.below(5)).map { _ in one(&self) }.joined(separator: "\n")
    }

    private mutating func texts(_ part: TwinTrial.Part) -> [String] {
        switch part {
        case .query: [query(), entity().text()]
        case .scopes: [scopes(), lines { $0.scope() }]
        case .types: [types(), lines { $0.type() }]
        case .place: place() + [entity().text()]
        case .pattern: [pattern(), subject()]
        case .projection: [projection(), projection(), attributes(), languages(), entity().text()]
        case .ordering:
            [
                order(), chance.percent(70) ? coordinates("Point").text() : "",
                chance.percent(20) ? shape() : "",
                chance.percent(20) ? chance.pick(["en", "de-u-co-phonebk", "x", "1"]) : "", entity().text(),
                entity().text(),
            ]
        case .moments: times() + [duration(), moment()]
        case .headers: [link(), accept(), prefer(), languages(), entity().text()]
        case .entity: [entity().text()]
        case .change: change()
        case .history:
            [history().text()] + times()
                + [
                    methods(), duration(), chance.percent(40) ? query() : "",
                    chance.percent(20) ? scopes() : "",
                ]
        case .context:
            [context().text()] + (0..<3).map { _ in JSON.object(["@context": context()]).text() }
                + [lines { $0.attribute() }]
        case .subscription: [subscription().text(), chance.percent(25) ? "1" : ""]
        case .registration:
            [
                registration().text(), registration().text(), types(), chance.percent(40) ? query() : "",
                chance.percent(30) ? pattern() : "",
            ]
        case .snapshot: [snapshot().text()]
        case .log: [log(), letters(16)]
        case .table: [table()]
        case .payload:
            [
                chance.pick(["a/1", "a/b/c", "", "/", "#", "a/\(text())"]), payload(),
                chance.pick(["json", "number", "csv", "headed"]), chance.percent(50) ? mapping().text() : "",
            ]
        case .source: [entity().text(), history().text()]
        }
    }

    private mutating func letters(_ most: Int) -> String {
        String(decoding: (0..<chance.below(most)).map { _ in UInt8(chance.below(128)) }, as: UTF8.self)
    }

    private mutating func change() -> [String] {
        let way = chance.below(9)
        let said: JSON =
            switch way {
            case 5, 6: self.said()
            case 8: entity("urn:x:0")
            default: fragment()
            }
        let old = chance.percent(70) ? entity("urn:x:0").text() : ""
        return [old, said.text(), String(UnicodeScalar(UInt8(way))), attribute(), moment(), language()]
    }

    /// A text that patterns are looked for in.
    private mutating func subject() -> String {
        let piece = chance.pick(["a", "ab", "é", "urn:x:1", "1", "İ", "\n", text()])
        return String(repeating: piece, count: chance.pick([1, 1, 2, 10, 100, 1_000]))
            + chance.pick(["", "!", "b"])
    }
}
