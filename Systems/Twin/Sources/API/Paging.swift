// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Which part of what was found is given (GS CIM 009, 5.5.9 and 6.3.10).
struct Paging: Sendable {
    static let usual = 20
    static let most = 1_000

    let limit: Int
    let offset: Int
    /// Whether it is told how many there are in all.
    let isCounted: Bool

    /// Everything there is, uncounted.
    static let whole = Paging(limit: Int.max / 2, offset: 0, isCounted: false)

    init(limit: Int, offset: Int, isCounted: Bool) {
        (self.limit, self.offset, self.isCounted) = (limit, offset, isCounted)
    }

    init(_ call: Call) throws(TwinProblem) {
        isCounted = try call.flag("count")
        // A page may have less than is asked for, if there is more behind it (5.5.9.1).
        limit = min(try call.number("limit", in: 0...Int.max / 2) ?? Self.usual, Self.most)
        offset = try call.number("offset", in: 0...Int.max / 2) ?? 0
        guard limit > 0 || isCounted else {
            throw .bad("A limit of 0 asks for nothing but the count: it needs count=true.", at: "?limit",
                clause: "6.3.13")
        }
    }

    /// What was found: a page of it.
    struct Found<Thing: Sendable>: Sendable {
        var entities: [Thing]
        /// How many there are in all; nil: nobody counted.
        var count: Int?
        /// Whether more comes after them.
        var hasMore: Bool
    }

    /// A page of things that are at hand.
    /// - Parameter more: how many there are beyond those.
    func page<Thing>(of all: [Thing], and more: Int = 0) -> Found<Thing> {
        let page = Array(all.dropFirst(offset).prefix(limit))
        return Found(
            entities: page, count: isCounted ? all.count + more : nil,
            hasMore: offset + page.count < all.count + more)
    }

    /// The links to the pages before and after, and the count.
    func headers<Thing>(_ found: Found<Thing>, _ call: Call) -> [(String, String)] {
        var headers: [(String, String)] = []
        if let count = found.count { headers.append(("ngsild-results-count", String(count))) }
        guard limit > 0 else { return headers }
        if offset > 0 { headers.append(("link", link("prev", max(0, offset - limit), call))) }
        if found.hasMore { headers.append(("link", link("next", offset + limit, call))) }
        return headers
    }

    private func link(_ relation: String, _ offset: Int, _ call: Call) -> String {
        var pairs = call.request.query.pairs.filter { $0.name != "offset" && $0.name != "limit" }
            .map { ($0.name, $0.value) }
        pairs += [("limit", String(limit)), ("offset", String(offset))]
        let query = pairs.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
        return "<\(call.request.rawPath)?\(query)>; rel=\"\(relation)\"; type=\"\(call.media.rawValue)\""
    }

    /// As RFC 3986 writes it in a query.
    static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            let isPlain = (48...57).contains(byte) || (97...122).contains(byte | 0x20)
                || "-._~/:,*".utf8.contains(byte)
            if isPlain {
                bytes.append(byte)
            } else {
                bytes += Array("%\(hex(byte >> 4))\(hex(byte & 15))".utf8)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hex(_ half: UInt8) -> String { String(half, radix: 16, uppercase: true) }
}
