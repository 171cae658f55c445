// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A thing as linked data describes it: its address, what it is, and what is said of it. Types and
/// properties are written with a prefix of ``Vocabulary`` (`dct:title`), or whole.
public struct LinkedNode: Sendable, Hashable {
    /// What is said under one name.
    public struct Property: Sendable, Hashable {
        public let name: String
        public internal(set) var values: [LinkedValue]
    }

    /// Its IRI; nil: it has no name of its own and stands within another thing.
    public let iri: String?
    public var types: [String]
    public private(set) var properties: [Property] = []

    /// A thing. What is nil, or a list of nothing, is not said of it.
    public init(
        _ iri: String?, _ types: [String], _ properties: KeyValuePairs<String, LinkedValue?> = [:]
    ) {
        self.iri = iri.map(Self.clean)
        self.types = types
        for (name, value) in properties { add(name, value) }
    }

    /// Says one thing more of it; what was said already is not said twice.
    public mutating func add(_ name: String, _ value: LinkedValue?) {
        let values = value?.flat ?? []
        if values.isEmpty { return }
        let place = properties.firstIndex { $0.name == name } ?? properties.count
        if place == properties.count { properties.append(Property(name: name, values: [])) }
        for value in values where !properties[place].values.contains(value) {
            properties[place].values.append(value)
        }
    }

    /// Takes in what another description says of the same thing.
    mutating func take(_ other: LinkedNode) {
        for type in other.types where !types.contains(type) { types.append(type) }
        for property in other.properties { add(property.name, .all(property.values)) }
    }

    /// The same thing with nothing said of it yet.
    func bare() -> LinkedNode { LinkedNode(iri, types) }

    /// An IRI as both forms may write it: what may not stand in one is percent-encoded (RFC 3987,
    /// section 2.2), so that no text breaks out of its brackets.
    static func clean(_ iri: String) -> String {
        var clean = ""
        for scalar in iri.unicodeScalars {
            let isForbidden = scalar.value <= 0x20 || scalar.value == 0x7F
                || "<>\"{}|\\^`".unicodeScalars.contains(scalar)
            if isForbidden {
                clean += "%" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16).uppercased()
            } else {
                clean.unicodeScalars.append(scalar)
            }
        }
        return clean
    }
}

/// What is said of a thing: another thing, or a text.
public indirect enum LinkedValue: Sendable, Hashable {
    /// Another thing, by its IRI.
    case iri(String)
    /// Another thing, with what is said of it here.
    case node(LinkedNode)
    /// A text, in a language by its BCP 47 code; nil: in none, such as a name or a number.
    case text(String, String?)
    /// A value of a datatype, as that is written: `2026-01-31` of `xsd:date`.
    case typed(String, String)
    /// Several of these.
    case all([LinkedValue])

    /// A text in no language.
    public static func plain(_ text: String) -> LinkedValue { .text(text, nil) }

    /// A text in a language of the interface.
    public static func text(_ text: String, in language: Language) -> LinkedValue {
        .text(text, language.code)
    }

    /// A day as `xsd:date`.
    public static func day(_ day: Day) -> LinkedValue { .typed(day.description, "xsd:date") }

    /// A moment as `xsd:dateTime`.
    public static func instant(_ instant: Instant) -> LinkedValue {
        .typed(instant.description, "xsd:dateTime")
    }

    /// A whole number.
    public static func integer(_ number: Int) -> LinkedValue { .typed(String(number), "xsd:integer") }

    /// The single values in it.
    var flat: [LinkedValue] {
        switch self {
        case .all(let values): values.flatMap(\.flat)
        case .iri(let iri): [.iri(LinkedNode.clean(iri))]
        case .text(let text, let code?) where !Self.isLanguage(code): [.text(text, nil)]
        default: [self]
        }
    }

    private static func isLanguage(_ code: String) -> Bool {
        code.wholeMatch(of: /[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*/) != nil
    }
}
