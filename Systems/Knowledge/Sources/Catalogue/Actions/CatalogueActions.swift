// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel

/// What is done with entries of the catalogue.
enum CatalogueActions {
    static let all = [record.kind, change.kind, publish.kind, withdraw.kind]

    static let record = Action<CatalogueEntry, CatalogueEntry>(
        "record_entry", by: .officers + [.system("import")], to: [.draft]
    ) { entry, input, _ in
        try input.fields.check()
        entry.fields.take(names, from: input.fields)
        entry.country = input.country?.uppercased()
    }

    static let change = Action<CatalogueEntry, CatalogueEntry>(
        "change_entry", by: .officers, from: [.draft, .published],
        prefill: { entry, _ in entry?.fields ?? CatalogueEntry() }
    ) { entry, input, _ in
        try input.fields.check()
        entry.fields.take(names, from: input.fields)
        entry.country = input.country?.uppercased()
    }

    static let publish = Action<CatalogueEntry, Nothing>(
        "publish_entry", by: .officers + [.system("import")], from: [.draft], to: [.published]
    ) { entry, _, desk in entry.publishedOn = entry.publishedOn ?? desk.moment.today }

    static let withdraw = Action<CatalogueEntry, Nothing>(
        "withdraw_entry", by: .officers, from: [.draft, .published], to: [.withdrawn]
    ) { _, _, _ in }

    private static let names = Set(CatalogueEntry.asked.map(\.name))
}

extension CatalogueEntry {
    /// Whether it can be offered as it is said: all that is wrong, at once.
    func check() throws {
        var problems = WebAddress.check([("homepage", homepage), ("address", address)])
        if let licence, licence.contains("://"), WebAddress.host(licence) == nil {
            problems.add("licence", "no_address", Phrase("knowledge.problem.no_web_address"))
        }
        if let country, EUTables.country(country) == nil {
            problems.add("country", "no_country", Phrase("knowledge.problem.no_country"))
        }
        if sort == .service, address == nil, homepage == nil {
            problems.add("address", "no_endpoint", Phrase("knowledge.problem.no_endpoint"))
        }
        try problems.check()
    }
}
