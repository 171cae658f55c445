// SPDX-License-Identifier: EUPL-1.2

/// The members of a JSON object, in the order they were written, each key once.
public struct JSONObject: Sendable {
    /// One member.
    public typealias Element = (key: String, value: JSON)

    private var members: [Member] = []
    /// Where each key stands; only kept once a linear search would be slower.
    private var places: [KeyBytes: Int]?
    private static let searchedUpTo = 16

    /// An object without members.
    public init() {}

    /// An object of these members. Where a key comes twice the later value stands.
    public init(_ members: some Sequence<Element>) {
        for (key, value) in members { self[key] = value }
    }

    /// An object of members whose keys the caller knows to differ, such as fields' names.
    public init(distinct members: [Element]) {
        self.members = members.map { Member(key: $0.key, value: $0.value) }
    }

    /// The keys in order.
    public var keys: [String] { members.map(\.key) }

    /// The value under a key. Setting a new key appends it; setting nil removes it.
    public subscript(key: String) -> JSON? {
        get { place(of: key).map { members[$0].value } }
        set {
            switch (place(of: key), newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil): remove(at: place)
            case (nil, let value?): append(new: key, value)
            case (nil, nil): break
            }
        }
    }

    /// Appends a member unless its key is there already; says whether it was appended.
    @discardableResult
    public mutating func append(_ key: String, _ value: JSON) -> Bool {
        guard place(of: key) == nil else { return false }
        append(new: key, value)
        return true
    }

    /// The members ordered by the UTF-8 bytes of their keys.
    public var sorted: [Element] { sortedMembers.map { ($0.key, $0.value) } }

    var sortedMembers: [Member] {
        members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    private func place(of key: String) -> Int? {
        if let places { return places[KeyBytes(key)] }
        return members.firstIndex { $0.key.hasSameBytes(as: key) }
    }

    private mutating func append(new key: String, _ value: JSON) {
        members.append(Member(key: key, value: value))
        if places != nil {
            places?[KeyBytes(key)] = members.count - 1
        } else if members.count > Self.searchedUpTo {
            index()
        }
    }

    private mutating func remove(at place: Int) {
        members.remove(at: place)
        places = nil
        if members.count > Self.searchedUpTo { index() }
    }

    private mutating func index() {
        var places = [KeyBytes: Int](minimumCapacity: members.count * 2)
        for (place, member) in members.enumerated() { places[KeyBytes(member.key)] = place }
        self.places = places
    }

    /// An array of these is kept and released faster than one of tuples.
    struct Member: Sendable {
        let key: String
        var value: JSON
    }

    private struct KeyBytes: Hashable {
        let text: String
        init(_ text: String) { self.text = text }
        static func == (lhs: KeyBytes, rhs: KeyBytes) -> Bool {
            lhs.text.hasSameBytes(as: rhs.text)
        }
        func hash(into hasher: inout Hasher) { text.hashBytes(into: &hasher) }
    }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { members.count }
    public subscript(position: Int) -> Element {
        (members[position].key, members[position].value)
    }
}

extension JSONObject: Hashable {
    /// Whether both have the same members, in any order.
    public static func == (lhs: JSONObject, rhs: JSONObject) -> Bool {
        guard lhs.count == rhs.count else { return false }
        return lhs.allSatisfy { rhs[$0.key] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for (key, value) in self {
            var one = Hasher()
            key.hashBytes(into: &one)
            value.hash(into: &one)
            sum &+= one.finalize()
        }
        hasher.combine(count)
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public typealias Key = String
    public typealias Value = JSON

    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(elements.map { (key: $0.0, value: $0.1) })
    }
}
