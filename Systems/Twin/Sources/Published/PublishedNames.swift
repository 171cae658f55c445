// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel

/// What the types and attributes of published things are called: as linked data call them where the kind
/// of record says so, else by its own names in the core context.
enum PublishedNames {
    static let title = name("dct:title")
    /// Where it is read.
    static let page = name("schema:url")
    static let status = TermTable.core.expand("status")

    private static let prefixes = Dictionary(
        uniqueKeysWithValues: Vocabulary.prefixes.map { ($0.key, $0.value) })

    /// The types of records of a kind: its own, such as `PlanningApplication`, then those of vocabularies.
    static func types(of kind: RecordKind) -> [String] {
        [TermTable.core.expand(capitalized(kind.system) + capitalized(kind.name))]
            + kind.linked.types.map(name)
    }

    /// The name of the attribute that holds a field.
    static func attribute(_ field: FieldDescription, of kind: RecordKind) -> String {
        if let said = kind.linked.names[field.name] { return name(said) }
        // Where things are is found under one name in all of them.
        if case .geometry = field.kind, kind.isPlace(field) { return GeoJSONWriting.location }
        let own = camel(field.name)
        // What members of entities are called, no attribute is.
        let isTaken = FederatedWriting.entityMembers.contains(own)
        return TermTable.core.expand(isTaken ? camel(kind.name) + capitalized(field.name) : own)
    }

    /// A choice as a vocabulary's word.
    static func word(_ choice: String) -> String { TermTable.core.expand(choice) }

    /// A name with a usual prefix, whole.
    static func name(_ written: String) -> String {
        guard let colon = written.firstIndex(of: ":"), let iri = prefixes[String(written[..<colon])] else {
            return written
        }
        return iri + written[written.index(after: colon)...]
    }

    /// `startsOn` of `starts_on`.
    private static func camel(_ name: String) -> String {
        let whole = capitalized(name)
        return whole.prefix(1).lowercased() + whole.dropFirst()
    }

    /// `StartsOn` of `starts_on`.
    private static func capitalized(_ name: String) -> String {
        name.split { $0 == "_" || $0 == "-" }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}

extension RecordKind {
    /// Whether a field is where its records are: the first place they have.
    fileprivate func isPlace(_ field: FieldDescription) -> Bool {
        let first = fields.first { if case .geometry = $0.kind { true } else { false } }
        return first?.name == field.name
    }
}
