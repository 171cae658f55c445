// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// A body as it was sent (GS CIM 009, 6.3.4 to 6.3.6): what it says, and in whose words.
struct Body: Sendable {
    /// Without its `@context`.
    let json: JSON
    let naming: TermTable
    /// Whether the words came with it.
    let hasOwnContext: Bool

    /// What it says, which must be an object.
    func object(clause: String) throws(TwinProblem) -> JSONObject {
        guard case .object(let members) = json else {
            throw .bad("The body is an object, not \(json.kind).", at: "", clause: clause)
        }
        return members
    }
}

extension Call {
    /// How large a body may be, in bytes.
    private static let limit = 64 << 20
    /// How deep one may nest.
    private static let depth = 300

    /// Whether the body is JSON-LD. A merge patch is JSON (6.3.4). One in chunks says its length with them:
    /// who makes bodies as they are sent can say no other.
    private func isLinked() throws(TwinProblem.Precondition) -> Bool {
        guard request.headers["content-length"] != nil || request.headers["transfer-encoding"] != nil
        else { throw .length }
        let type = (request.headers["content-type"] ?? "").prefix { $0 != ";" }
        switch String(type).trimmingSpace.lowercased() {
        case "application/json": return false
        case "application/merge-patch+json" where request.method == .patch: return false
        case "application/ld+json": return true
        default: throw .mediaType
        }
    }

    private func parsed() async throws -> JSON {
        // One that says it is too large is not waited for.
        if let length = request.headers["content-length"].flatMap({ Int($0) }), length > Self.limit {
            throw Refusal.tooLarge(limit: Self.limit)
        }
        return try Self.parsed(try await request.body.bytes(limit: Self.limit))
    }

    /// A mark of the order of bytes, which some programs put before all they write, is passed over (RFC 8259,
    /// section 8.1).
    private static func parsed(_ sent: [UInt8]) throws(TwinProblem) -> JSON {
        let bytes = sent.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(sent.dropFirst(3)) : sent
        guard bytes.contains(where: { $0 > 0x20 }) else {
            throw TwinProblem.invalid("The body is empty.", at: "", clause: "6.3.2")
        }
        do {
            return try JSON(parsing: bytes, limits: JSON.Limits(depth: depth))
        } catch {
            throw TwinProblem.invalid("The body is not JSON: \(error).", at: "", clause: "6.3.2")
        }
    }

    /// The body as it is, its `@context` too.
    func rawBody() async throws -> JSON {
        _ = try isLinked()
        return try await parsed()
    }

    /// The body, an object or whatever else the operation takes.
    func body() async throws -> Body {
        let isLinked = try isLinked()
        return try await body(of: try await parsed(), isLinked: isLinked, at: "")
    }

    /// A body that came with the request and whose words are the reader's; nil: it must be waited for.
    func bodyAtHand() throws -> Body? {
        guard let bytes = request.body.atHand, try !isLinked() else { return nil }
        return try plain(try Self.parsed(bytes), at: "")
    }

    /// The elements of a body that is an array; each brings its words where it is JSON-LD (5.6.7). Words that
    /// cannot be had are a fault of the element alone, unless they are of all of them.
    func bodies() async throws -> [Result<Body, TwinProblem>] {
        let isLinked = try isLinked()
        guard case .array(let items) = try await parsed() else {
            throw TwinProblem.bad("The body is an array of entities.", at: "", clause: "5.6.7")
        }
        guard !items.isEmpty else { throw TwinProblem.bad("The array is empty.", at: "", clause: "5.6.7") }
        guard items.count <= Self.mostItems else {
            throw TwinProblem(
                .tooManyResults, "A batch holds at most \(Self.mostItems) entities.", at: "", clause: "5.6.7")
        }
        var bodies: [Result<Body, TwinProblem>] = []
        bodies.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            guard case .object = item else {
                throw TwinProblem.bad("An element is no object.", at: "/\(index)", clause: "5.6.7")
            }
            do {
                bodies.append(.success(try await body(of: item, isLinked: isLinked, at: "/\(index)")))
            } catch let problem as TwinProblem where problem.clause != Self.contextPlace {
                bodies.append(.failure(problem))
            }
        }
        if let first = bodies.first, bodies.allSatisfy(\.isFailure) { _ = try first.get() }
        return bodies
    }

    static let mostItems = 10_000
    /// The clause that says where words stand.
    private static let contextPlace = "6.3.5"

    private func body(of json: JSON, isLinked: Bool, at pointer: String) async throws -> Body {
        guard isLinked, case .object(var members) = json else { return try plain(json, at: pointer) }
        guard let own = members["@context"], own != .null else {
            throw TwinProblem.bad(
                "A body of application/ld+json needs an @context.", at: "\(pointer)/@context",
                clause: Self.contextPlace)
        }
        guard request.headers["link"].map({ LinkHeader.context(in: $0) == nil }) ?? true else {
            throw TwinProblem.bad(
                "A body of application/ld+json brings its words; the Link header must not name others.",
                clause: Self.contextPlace)
        }
        members["@context"] = nil
        return Body(
            json: .object(members), naming: try await twin.contexts.table(for: own, of: self),
            hasOwnContext: true)
    }
}

extension Call {
    /// A body whose words are the reader's.
    private func plain(_ json: JSON, at pointer: String) throws(TwinProblem) -> Body {
        if case .object(let members) = json, members["@context"] != nil {
            throw TwinProblem.bad(
                "A body of application/json has no @context: its words come by the Link header. Send it as "
                    + "application/ld+json.", at: "\(pointer)/@context", clause: Self.contextPlace)
        }
        return Body(json: json, naming: context, hasOwnContext: false)
    }
}

extension Result {
    fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
