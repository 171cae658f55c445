// SPDX-License-Identifier: EUPL-1.2

/// The names of a form's fields, in order. Made once for each form and shared by all values of it,
/// so that none of them has to carry, or hash, its names again.
public final class FieldNames: Sendable {
    public let all: [String]
    private let places: [String: Int]

    /// Two fields of one name are a programmer's mistake and stop the program at start.
    public init(_ names: [String]) {
        all = names
        places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    }

    /// The place of a name in the order; nil if it is none of them.
    public func place(of name: String) -> Int? { places[name] }

    static let none = FieldNames([])
}

/// A set of named values: the stored values of a record's fields, or what was sent to an action.
/// A name may be missing, which is another thing than a value that is null.
public struct Values: Sendable {
    /// The names most of its values go by.
    public let names: FieldNames
    /// A value for each of `names`; nil: missing.
    private(set) var slots: [Value?]
    /// What goes by any other name.
    private var others: [String: Value] = [:]

    /// No values yet, most of which will go by these names.
    public init(_ names: FieldNames) {
        self.names = names
        slots = Array(repeating: nil, count: names.all.count)
    }

    /// A value for each of the names, in their order.
    public init(_ names: FieldNames, _ values: some Collection<Value>) {
        precondition(values.count == names.all.count, "a value for each name")
        self.names = names
        slots = values.map { .some($0) }
    }

    public init() { self.init(.none) }

    /// Named values; of two of one name the first.
    public init(_ elements: some Sequence<(String, Value)>) {
        self.init()
        for (name, value) in elements where self[name] == nil { self[name] = value }
    }

    /// The value of that name; nil if it is missing.
    public subscript(name: String) -> Value? {
        get { names.place(of: name).map { slots[$0] } ?? others[name] }
        set {
            if let place = names.place(of: name) { slots[place] = newValue } else { others[name] = newValue }
        }
    }

    /// The value at a place in the order of the names.
    subscript(place: Int) -> Value? {
        get { slots[place] }
        set { slots[place] = newValue }
    }

    /// The names that are not missing.
    public var keys: [String] { map(\.key) }
    public var count: Int { others.count + slots.count { $0 != nil } }
    public var isEmpty: Bool { others.isEmpty && slots.allSatisfy { $0 == nil } }

    /// A value for each of the names, in their order; null for what is missing.
    public func inOrder(of names: FieldNames) -> [Value] {
        if names === self.names { return slots.map { $0 ?? .null } }
        return names.all.map { self[$0] ?? .null }
    }

    /// Those of which the condition holds.
    public func filter(_ isKept: (_ value: Element) throws -> Bool) rethrows -> Values {
        var kept = Values(names)
        for element in self where try isKept(element) { kept[element.key] = element.value }
        return kept
    }
}

extension Values: Sequence {
    public typealias Element = (key: String, value: Value)

    /// Those of the names in their order, then any other.
    public func makeIterator() -> IndexingIterator<[Element]> {
        var elements: [Element] = []
        elements.reserveCapacity(slots.count + others.count)
        for (name, value) in zip(names.all, slots) {
            if let value { elements.append((name, value)) }
        }
        for (name, value) in others { elements.append((name, value)) }
        return elements.makeIterator()
    }
}

extension Values: Hashable {
    /// The same values by the same names, in whatever way they are held.
    public static func == (left: Values, right: Values) -> Bool {
        if left.names === right.names { return left.slots == right.slots && left.others == right.others }
        return left.dictionary == right.dictionary
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(dictionary) }

    private var dictionary: [String: Value] {
        Dictionary(map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last })
    }
}

extension Values: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, Value)...) {
        self.init()
        for (name, value) in elements { self[name] = value }
    }
}
