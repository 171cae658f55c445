// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// One case as programs get it: everything public, its clocks with their explanation, and whether
/// anyone can have their say.
struct PublicCaseData {
    private let page: PublicCasePage
    private let found: PublicCase
    private var request: Request { page.request }

    init(_ page: PublicCasePage) {
        self.page = page
        found = page.found
    }

    var json: JSON {
        get throws {
            var members = head
            members["application"] = found.publication.body
            members["documents"] = .array(found.publication.documents.map(document))
            members["clocks"] = .array(found.clocks.map { ClocksOperation.json($0, request.ui) })
            members["haveYourSay"] = say
            members["submissions"] = try CaseSubmissions(page).list
            members["history"] = try CaseHistory(page).json
            return .object(members)
        }
    }

    /// The site with its outline and the head of the case, alone in a collection, as maps read one.
    var features: JSON {
        var head = head
        head["label"] = .string("\(found.item.reference): \(found.title)")
        let feature = FeatureCollection.Feature(
            id: request.address(found.href.string), place: found.application.site,
            properties: head)
        return FeatureCollection([feature]).json
    }

    private var head: JSONObject {
        var head =
            RegisterEntry(
                found.item, authority: found.tenant.name,
                address: request.site.configuration.address
            ).json.asObject ?? JSONObject()
        head["on"] = .string(found.today.description)
        head["asOf"] = .optional(page.asOf?.description)
        return head
    }

    private func document(_ file: FileReference) -> JSON {
        var members = file.json.asObject ?? JSONObject()
        let href: Href = "\(found.documents)/\(file.digest)/\(file.name)"
        members["url"] = .string(request.address(href.string))
        return .object(members)
    }

    private var say: JSON {
        let say = found.say
        let left = found.isOpen ? say.daysLeft(on: found.today) : nil
        return [
            "open": .bool(found.isOpen), "state": .string(say.state.rawValue),
            "since": .day(say.since), "until": .day(say.until),
            "daysLeft": left.map(JSON.integer) ?? .null,
            "fee": say.fee.map {
                ["amount": .string($0.amount), "currency": .string($0.currency)]
            } ?? .null,
            "clock": .string(say.clock.name),
            "address": found.isOpen
                ? .string(request.address(
                    CaseSummary.href(found.tenant.slug, found.id, "say").string)) : .null,
        ]
    }
}
