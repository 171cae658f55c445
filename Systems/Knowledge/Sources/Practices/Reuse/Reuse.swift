// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// That somebody took a practice over, as the commons knows it.
struct Reuse: Sendable {
    let tenant: String
    let record: RecordID
    let practice: RecordID
    let origin: String
    /// Whose version was taken; nil: the origin's.
    let via: String?
    let on: Day?
    let changed: String?
    let worked: Adoption.Worked?
    let effect: String?

    init?(_ item: RegisterItem) {
        guard let body = item.publication?.body,
            let practice = body["practice"]?.asString.flatMap({ RecordID($0) }),
            let origin = body["origin"]?.asString
        else { return nil }
        (tenant, record, on) = (item.tenant, item.record, item.day)
        (self.practice, self.origin) = (practice, origin)
        via = body["via"]?.asString
        changed = body["changed"]?.asString
        worked = body["worked"]?.asString.flatMap(Adoption.Worked.init(rawValue:))
        effect = body["effect"]?.asString
    }

    /// Every adoption of a practice, or of all of them, the first first.
    static func all(of practice: RecordID? = nil, in register: Register) throws -> [Reuse] {
        var query = RegisterQuery(
            kind: PublishedKind.adoption.name,
            conditions: practice.map { [.equal("practice", $0)] } ?? [],
            limit: Register.largestPage, isWhole: true)
        var all: [Reuse] = []
        repeat {
            let page = try register.page(query)
            all += page.items.compactMap(Reuse.init)
            query.cursor = page.next
        } while query.cursor != nil
        return all.sorted { ($0.on ?? .first, $0.tenant) < ($1.on ?? .first, $1.tenant) }
    }
}
