// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The core context of NGSI-LD (GS CIM 009, annex B), in every version that was published, known by its
/// addresses without fetching. What is applied to names is always the latest; the versions differ only
/// in the documents that are shown.
enum CoreContext {
    /// Where terms stand that nobody defined (4.4).
    static let defaultContext = "https://uri.etsi.org/ngsi-ld/default-context/"
    /// Where the terms of the specification itself stand.
    static let namespace = "https://uri.etsi.org/ngsi-ld/"
    /// The address we name: that of the version this is built to.
    static let url = address(of: 8)
    /// The address that names no version.
    static let plainURL = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context.jsonld"
    /// All addresses, the plain one first.
    static let urls = [plainURL] + versions.map(address)

    /// The minor versions there are of version 1.
    static let versions = Array(0...latest)
    private static let latest = 9

    /// All terms of the latest version.
    static let definitions: [String: TermDefinition] = {
        var definitions: [String: TermDefinition] = [:]
        for term in terms where term.isIn(latest) { definitions[term.name] = term.definition }
        return definitions
    }()

    /// Whether an address is one of a core context; `http` is taken for `https`.
    static func isCore(_ url: String) -> Bool { version(of: url) != nil }

    /// The document at an address, `{"@context": …}`; nil if it is none of ours.
    static func document(at url: String) -> JSON? { version(of: url).map(document) }

    private static func address(of version: Int) -> String {
        "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.\(version).jsonld"
    }

    private static func version(of url: String) -> Int? {
        let secure = url.hasPrefix("http://") ? "https://" + url.dropFirst(7) : url
        if secure == plainURL { return latest }
        guard secure.hasPrefix(namespace), secure.hasSuffix(".jsonld") else { return nil }
        return versions.first { address(of: $0) == secure }
    }

    private static func document(_ version: Int) -> JSON {
        var members = JSONObject()
        if version >= 3 {
            members["@version"] = .decimal(1.1)
            members["@protected"] = true
        }
        for term in terms where term.isIn(version) { members[term.name] = term.json }
        members["@vocab"] = .string(defaultContext)
        return ["@context": .object(members)]
    }
}
