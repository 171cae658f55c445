// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

extension KnowledgeStories {
    static let teller = Actor.system("import")

    /// Practices as their sources tell them, and one that is made up with its adoptions.
    func tellPractices(_ facts: JSON) async throws {
        for content in facts["profiles"]?.asArray ?? [] {
            try await put(content, by: PracticeActions.describe.kind, key: "profile")
        }
        var practices: [String: RecordID] = [:]
        for content in facts["practices"]?.asArray ?? [] {
            let title = content["title"]?.asString ?? ""
            practices[title] = try await practice(content, title)
        }
        await network.settle()
        for content in facts["adoptions"]?.asArray ?? [] {
            let title = content["practice"]?.asString ?? ""
            if let practice = practices[title] { try await adopt(content, practice) }
        }
    }

    private func practice(_ content: JSON, _ title: String) async throws -> RecordID? {
        let slug = content["tenant"]?.asString ?? ""
        guard let thing = content["thing"] else {
            let id = try await put(content, by: PracticeActions.write.kind, key: "practice:\(title)")
            try await take(
                PracticeActions.share.kind, at: slug, by: Self.teller, on: id, [:],
                key: "share:\(title)", network.now())
            return id
        }
        let kept = try await take(
            PracticeActions.keep.kind, at: slug, by: Self.teller, thing, key: "thing:\(title)",
            network.now())
        try await take(
            PracticeActions.offer.kind, at: slug, by: Self.teller, on: kept, without(content, ["thing"]),
            key: "offer:\(title)", network.now())
        return try network.tenant(slug).read(as: .system("import")) { reader in
            try reader.list(Practice.self, Query([.field("thing", is: kept)], limit: 1)).first?.id
        }
    }

    private func adopt(_ content: JSON, _ practice: RecordID) async throws {
        let slug = content["tenant"]?.asString ?? ""
        let then = day(content["daysAgo"])
        var input = without(content, ["daysAgo", "worked", "effect"])
        input["practice"] = .string(practice.text)
        let id = try await take(
            PracticeActions.adopt.kind, at: slug, by: Self.teller, input,
            key: "adopt:\(practice.text)", then)
        guard let worked = content["worked"], worked.asString != nil,
            let asked = try whenAsked(id, at: slug)
        else { return }
        try await take(
            PracticeActions.review.kind, at: slug, by: Self.teller, on: id,
            ["worked": worked, "effect": content["effect"] ?? .null],
            key: "review:\(practice.text)", asked)
    }

    /// Noon of the day on which it is asked whether it worked.
    private func whenAsked(_ adoption: RecordID, at slug: String) throws -> Instant? {
        let store = try network.tenant(slug)
        let zone = network.law.calendar(of: store.tenant.jurisdiction).jurisdiction.zone
        return try store.read(as: Self.teller) { try $0.find(Adoption.self, adoption)?.reviewOn }
            .map { zone.instant($0, minutes: 12 * 60) }
    }

    /// Posts, and who is known to hold them.
    func tellDuties(_ facts: JSON) async throws {
        for content in facts["posts"]?.asArray ?? [] {
            let name = content["name"]?.asString ?? ""
            let slug = content["tenant"]?.asString ?? ""
            let post = try await take(
                DutyActions.make.kind, at: slug, by: Self.teller, without(content, ["holder"]),
                key: "post:\(name)", network.now())
            guard let holder = content["holder"], holder.asString != nil else { continue }
            try await take(
                DutyActions.appoint.kind, at: slug, by: Self.teller,
                [
                    "post": .string(post.text), "name": holder, "is_public": true,
                    "from_day": "2026-11-23",
                ], key: "holder:\(name)", network.now())
        }
    }

    @discardableResult
    func put(_ content: JSON, by action: ActionKind, key: String) async throws -> RecordID {
        try await take(
            action, at: content["tenant"]?.asString ?? "", by: Self.teller, without(content, []),
            key: key, network.now())
    }

    /// What is sent of a fact: all but where it belongs, and these members.
    func without(_ content: JSON, _ names: Set<String>) -> JSON {
        var members = content.asObject ?? [:]
        for name in names.union(["tenant"]) { members[name] = nil }
        return .object(members)
    }
}
