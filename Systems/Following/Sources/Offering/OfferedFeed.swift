// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// A page of what changed here, oldest first: `after=NUMBER&kinds=…&limit=…`. Each record stands in
/// it once, with what it is now; one that was withdrawn, by its id alone.
struct OfferedFeed {
    static let largestPage = 200
    /// What is given of a summary, in characters: the whole is read at its address.
    static let longestSummary = 2_000

    private let request: Request
    private let after: Int64
    private let kinds: Set<String>
    private let limit: Int
    private var network: Network { request.site.network }

    /// - Throws: `Problems` for a question that is none.
    init(_ request: Request) throws {
        self.request = request
        func number(_ name: String, _ usual: Int64) throws -> Int64 {
            guard let text = request.query[name], !text.isEmpty else { return usual }
            guard let number = Int64(text), number >= 0 else {
                throw Problems(name, "not_a_number", Phrase("following.problem.number"))
            }
            return number
        }
        after = try number("after", 0)
        limit = Int(min(max(1, try number("limit", 100)), Int64(Self.largestPage)))
        let all = Set(request.site.network.travellingKinds.map(\.name))
        let asked = request.query["kinds"].map { Set($0.split(separator: ",").map(String.init)) }
        // A follower that mistyped a kind would go past all there is of it.
        if let asked, asked.isEmpty || asked.isDisjoint(with: all) {
            throw Problems("kinds", "not_a_choice", Phrase("problem.not_a_choice"))
        }
        kinds = asked.map { all.intersection($0) } ?? all
    }

    func json() throws -> JSON {
        let found = try network.changes(after: after, of: kinds, limit: limit)
        return [
            "address": .string(request.site.configuration.address),
            "after": .integer(after), "reached": .integer(found.reached), "end": .integer(found.end),
            "origin": .string(found.origin), "changes": .array(try found.changes.map(json)),
        ]
    }

    /// What is made up to show the product is nobody's but a demonstration's.
    private func isReal(_ tenant: Tenant) -> Bool {
        !tenant.isDemo || request.site.configuration.isDemonstration
    }

    private func json(_ change: OfferedChange) throws -> JSON {
        var json: JSONObject = [
            "number": .integer(change.number), "record": .string(change.record.text),
            "version": .integer(change.version),
        ]
        guard let item = change.item, let tenant = try network.find(item.tenant), isReal(tenant) else {
            json["withdrawn"] = true
            return .object(json)
        }
        json["kind"] = .string(item.kind)
        json["tenant"] = .string(item.tenant)
        json["tenantName"] = .string(tenant.name)
        json["recordedAt"] = .string(item.recordedAt.description)
        json["title"] = .string(item.title)
        json["summary"] = .string(String(item.summary.prefix(Self.longestSummary)))
        json["language"] = .optional(item.columns["language"]?.text)
        json["day"] = .optional(item.day?.description)
        json["status"] = .string(item.status)
        json["url"] = .string(request.site.configuration.address + request.href(of: item).string)
        return .object(json)
    }
}
