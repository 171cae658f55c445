// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension LinkedNode {
    /// What stands in a page for search engines: what schema.org has words for, with the things it
    /// names inside it, under the vocabulary's own names. Nothing of it has to be fetched.
    public var forPage: JSON {
        var members = body.asObject ?? [:]
        members["@context"] = ["@vocab": .string("https://schema.org/")]
        return .object(members)
    }

    private static let prefix = "schema:"

    private var body: JSON {
        var members: JSONObject = [:]
        if let iri { members["@id"] = .string(iri) }
        let types = types.compactMap(Self.own).map(JSON.string)
        if let type = types.first { members["@type"] = types.count == 1 ? type : .array(types) }
        for property in properties {
            guard let name = Self.own(property.name) else { continue }
            let values = property.values.map { $0.forPage(isAddress: Self.addresses.contains(name)) }
            members[name] = values.count == 1 ? values.first : .array(values)
        }
        return .object(members)
    }

    /// Properties whose value is an address to be read as a text.
    private static let addresses: Set<String> = ["url", "sameAs", "license", "downloadUrl"]

    private static func own(_ name: String) -> String? {
        name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
    }

    fileprivate var bodyForPage: JSON { body }
}

extension LinkedValue {
    fileprivate func forPage(isAddress: Bool) -> JSON {
        switch self {
        case .iri(let iri): isAddress ? .string(iri) : ["@id": .string(iri)]
        case .node(let node): node.bodyForPage
        case .text(let text, _), .typed(let text, _): .string(text)
        case .all(let values): .array(values.map { $0.forPage(isAddress: isAddress) })
        }
    }
}
