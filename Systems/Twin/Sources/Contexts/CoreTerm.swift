// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A term of the core context, with the versions it is in.
struct CoreTerm: Sendable {
    let name: String
    /// As the document writes it: with a prefix, or whole.
    let iri: String
    /// As the document writes it, such as `DateTime`.
    let coercion: String?
    let container: String?
    /// The first minor version of version 1 with it, and the last.
    let since: Int, until: Int

    func isIn(_ version: Int) -> Bool { (since...until).contains(version) }

    /// What the term means, with a whole IRI.
    var definition: TermDefinition {
        TermDefinition(
            iri: CoreTerm.whole(iri), coercion: coercion.map(CoreTerm.wholeCoercion),
            containers: container.map { [$0] } ?? [])
    }

    /// What the document says of it.
    var json: JSON {
        if coercion == nil, container == nil { return .string(iri) }
        var members: JSONObject = ["@id": .string(iri)]
        if let coercion { members["@type"] = .string(coercion) }
        if let container { members["@container"] = .string(container) }
        return .object(members)
    }

    private static func whole(_ iri: String) -> String {
        for (prefix, namespace) in [("ngsi-ld:", CoreContext.namespace), ("geojson:", geojson)]
        where iri.hasPrefix(prefix) {
            return namespace + iri.dropFirst(prefix.utf8.count)
        }
        let isWhole = iri.utf8.contains(UInt8(ascii: ":")) || iri.utf8.first == UInt8(ascii: "@")
        return isWhole ? iri : CoreContext.defaultContext + iri
    }

    private static func wholeCoercion(_ type: String) -> String {
        type.utf8.first == UInt8(ascii: "@") ? type : CoreContext.namespace + type
    }

    /// The vocabulary of GeoJSON.
    private static let geojson = "https://purl.org/geojson/vocab#"
}

extension CoreTerm {
    /// Reads a line of the table: the versions, such as `3` or `0-2`; the term; its IRI unless that is the
    /// term in the namespace of NGSI-LD (`.`, or nothing at all); how its values are read (`@id`,
    /// `DateTime`, `@list` …).
    init?(line: Substring) {
        let parts = line.split(separator: " ").map(String.init)
        guard parts.count >= 2 else { return nil }
        let versions = parts[0].split(separator: "-").compactMap { Int($0) }
        guard let first = versions.first else { return nil }
        since = first
        until = versions.count > 1 ? versions[1] : Int.max
        name = parts[1]
        let given = parts.count > 2 ? parts[2] : "."
        iri = given == "." ? "ngsi-ld:" + parts[1] : given
        let reading = parts.count > 3 ? parts[3] : nil
        let isContainer = reading.map { ["@list", "@set", "@language", "@index"].contains($0) } ?? false
        container = isContainer ? reading : nil
        coercion = isContainer ? nil : reading
    }
}
