// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import TestKit
import Twin
import Web

/// Open twins, asked as programs ask them, without a wire between.
struct Door {
    private let test: TestNetwork
    private let strangers: Strangers

    init(_ strangers: Strangers) throws {
        let test = try TestNetwork([.twin], faces: [try Self.face(strangers)], outside: strangers)
        self.init(test, strangers)
    }

    private init(_ test: TestNetwork, _ strangers: Strangers) {
        (self.test, self.strangers) = (test, strangers)
    }

    private static func face(_ strangers: Strangers) throws -> Face {
        try TwinFace.face(TwinHub(isOpen: true, publishing: strangers, listening: strangers))
    }

    /// Paths by which sources may tell something, that were asked to.
    var places: [String] { strangers.places }

    /// The same stores, read anew by another process.
    func beside() throws -> Door {
        Door(try test.beside(faces: [try Self.face(strangers)]), strangers)
    }

    /// - Parameter isConnected: whether it is answered as on a connection, where much is begun at once.
    func answer(_ sent: Sent, isConnected: Bool = false) async -> TestAnswer {
        let parts = sent.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts.first.map(String.init) ?? "/"
        let query = parts.count > 1 ? String(parts[1].prefix { $0 != "#" }) : ""
        var headers = sent.headers
        headers["host"] = "talka.test"
        headers["content-length"] = headers["content-length"] ?? String(sent.body.count)
        let request = Request(
            Web.Method(rawValue: sent.method) ?? .options, path.removingPercentEncoding ?? path,
            query: (try? FormData(urlEncoded: query)) ?? FormData([("", "")]), rawPath: path, rawQuery: query,
            headers: headers, body: RequestBody(sent.body), peer: "192.0.2.7", now: test.clock.now,
            site: test.site)
        let site = test.site
        return await TestAnswer(isConnected ? site.answerAsConnected(request) : site.answer(request))
    }
}

extension TestAnswer {
    /// What is wrong with the answer to a request, whatever that was; nil: nothing.
    /// - Parameter isAlone: whether nobody else was asked, who may have said anything.
    func wrong(for sent: Sent, isAlone: Bool) -> String? {
        // Others may not be there, say nothing of use, or lead back here.
        if status >= 500, ![502, 504, 508].contains(status) { return "it is answered \(status): \(text)" }
        if let failure { return "the answer breaks off: \(failure)" }
        for (name, value) in headers where value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            return "a header \(name) holds what no header does"
        }
        guard sent.target.hasPrefix("/ngsi-ld/"), !bytes.isEmpty else { return nil }
        if sent.method == "HEAD" { return "a HEAD is answered with a body" }
        let forms = ["application/json", "application/ld+json", "application/geo+json"]
        guard forms.contains(header("content-type") ?? "") else {
            return "it is of the form \(header("content-type") ?? "of nothing")"
        }
        guard let json = try? JSON(parsing: bytes, limits: JSON.Limits(depth: 1_000)) else {
            return "the answer is no JSON: \(text.prefix(4_000))"
        }
        if status == 207 {
            let errors = (json["errors"]?.asArray ?? []).compactMap { $0["error"] }
            return isAlone && !errors.allSatisfy(\.isProblem) ? "a part of it is no problem: \(text)" : nil
        }
        guard status >= 400 else { return nil }
        guard json.isProblem else { return "it is answered \(status) without a problem: \(text)" }
        return isAlone && json["status"]?.asInteger != Int64(status)
            ? "the problem has another status: \(text)" : nil
    }
}

extension JSON {
    /// Whether it says what is wrong as RFC 7807 has it.
    fileprivate var isProblem: Bool {
        !(self["type"]?.asString ?? "").isEmpty && !(self["title"]?.asString ?? "").isEmpty
    }

    /// The same with everything in arrays in one order: what is told in whatever order is the same.
    var inOrder: JSON {
        switch self {
        case .array(let items):
            let ordered = items.map(\.inOrder).map { (json: $0, bytes: $0.canonical) }
            return .array(ordered.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.map(\.json))
        case .object(let members):
            return .object(JSONObject(distinct: members.map { ($0.key, $0.value.inOrder) }))
        default: return self
        }
    }
}
