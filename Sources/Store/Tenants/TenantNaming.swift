// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What a tenant may be called, wherever it is opened or named anew.
enum TenantNaming {
    /// How many Unicode scalars a name may have.
    private static let nameMax = 200

    /// What people would take for a page of the product, in an address or said aloud.
    private static let reserved: Set<String> = [
        "about", "accessibility", "account", "admin", "api", "assets", "directory",
        "health", "help", "mail", "metrics", "network", "notices", "open-data", "operations",
        "people", "planning", "ready", "register", "rules", "search", "sign-in", "sign-out",
        "sign-up", "sitemap", "t", "webhooks", "work",
    ]

    /// - Throws: `Problems` for the fields `slug` and `name`.
    static func check(_ tenant: Tenant) throws {
        var problems = Problems()
        if !Tenant.isSlug(tenant.slug) {
            problems.add("slug", "not_a_slug", Phrase("problem.not_a_slug"))
        } else if reserved.contains(tenant.slug) || tenant.slug.allSatisfy(\.isNumber) {
            problems.add("slug", "reserved", Phrase("problem.slug_reserved", ["slug": tenant.slug]))
        }
        if !([tenant.name] + tenant.names.values).allSatisfy(isName) {
            let phrase = Phrase("problem.not_a_tenant_name", ["max": String(nameMax)])
            problems.add("name", "not_a_name", phrase)
        }
        if let other = tenant.names.keys.map(\.code).sorted().first(where: { !isLanguage($0) }) {
            let phrase = Phrase("problem.not_a_language_code", ["language": String(other.prefix(20))])
            problems.add("names", "not_a_language", phrase)
        }
        try problems.check()
    }

    /// One line that is seen, with nothing blank around it.
    private static func isName(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard (1...nameMax).contains(scalars.count), text.visible == text,
            let first = scalars.first, let last = scalars.last
        else { return false }
        let isBroken = scalars.contains {
            [.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        }
        return !isBroken && !first.properties.isWhitespace && !last.properties.isWhitespace
    }

    /// The code of a language alone, as pages are chosen by it (ISO 639).
    private static func isLanguage(_ code: String) -> Bool {
        (2...3).contains(code.utf8.count) && code.utf8.allSatisfy { (97...122).contains($0) }
    }
}
