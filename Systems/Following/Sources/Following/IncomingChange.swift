// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// One change another network tells of: looked at member by member before anything is kept of it.
struct IncomingChange {
    let number: Int
    let record: RecordID
    /// What it is now; nil: it was withdrawn.
    let item: FollowedItem?
    /// As it came, to be looked at once more where it is kept.
    let json: JSON

    /// The longest text that is looked at, in bytes.
    private static let longest = 40_000

    /// - Parameters:
    ///   - address: the network's: what it tells of must lie there.
    ///   - kinds: those that are taken; of any other kind it is as if it were withdrawn.
    /// - Throws: `Trouble` that names the member that is none.
    init(_ json: JSON, at address: NetworkAddress, of kinds: Set<String>, now: Instant) throws(Trouble) {
        func text(_ name: String, max: Int = Self.longest) throws(Trouble) -> String {
            guard let text = json[name]?.asString, text.utf8.count <= max else {
                throw Trouble(.garbage, "\(name) of a change is missing or too long")
            }
            return text
        }
        func need<T>(_ name: String, _ value: T?) throws(Trouble) -> T {
            guard let value else { throw Trouble(.garbage, "\(name) of a change is none") }
            return value
        }
        self.json = json
        number = Int(try need("number", json["number"]?.asInteger))
        record = try need("record", RecordID(try text("record", max: 36)))
        let version = try need("version", json["version"]?.asInteger.flatMap { $0 > 0 ? Int($0) : nil })
        guard json["withdrawn"] == nil else {
            item = nil
            return
        }
        let sort = try text("kind", max: 80)
        guard kinds.contains(sort) else {
            item = nil
            return
        }
        var item = FollowedItem()
        (item.sort, item.origin, item.itsVersion) = (sort, record.text, version)
        let body = try text("tenant", max: 63)
        item.body = try need("tenant", Tenant.isSlug(body) ? body : nil)
        item.bodyName = try text("tenantName").onOneLine(200)
        let changedAt = try need("recordedAt", Instant(iso: try text("recordedAt", max: 40)))
        let latest = now.adding(seconds: Int(SignedAnswer.skew))
        item.changedAt = try need("recordedAt", changedAt <= latest ? changedAt : nil)
        item.title = try text("title").onOneLine(FollowedItem.Limits.title)
        item.summary = try text("summary").inLines(FollowedItem.Limits.summary)
        if json["language"]?.isNull == false {
            let code = try text("language", max: 20)
            let isCode = code.wholeMatch(of: /[a-z]{2,3}(-[A-Za-z0-9]{1,8})*/) != nil
            item.language = try need("language", isCode ? code : nil)
        }
        if json["day"]?.isNull == false {
            item.day = try need("day", Day(iso: try text("day", max: 10)))
        }
        item.standing = try text("status").onOneLine(40)
        let url = try text("url", max: 600)
        item.address = try need("url", address.covers(url) && Href(url) != nil ? url : nil)
        self.item = item
    }
}
