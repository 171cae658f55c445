// SPDX-License-Identifier: EUPL-1.2

/// The named texts of a form or of a query, in the order they were sent; a name may occur often.
public struct FormData: Sendable, Hashable {
    /// Name and value, in order.
    public private(set) var pairs: [Pair]

    /// One name with its value.
    public struct Pair: Sendable, Hashable {
        public let name: String
        public let value: String
    }

    /// What is refused.
    public enum Failure: Error, Sendable, Hashable {
        case tooLong, tooMany, badEscape, notUTF8
    }

    /// How much is taken.
    public struct Limits: Sendable {
        public var bytes: Int
        public var pairs: Int

        /// How much is taken.
        public init(bytes: Int = 1 << 20, pairs: Int = 1_000) {
            self.bytes = bytes
            self.pairs = pairs
        }
    }

    /// Named texts that are at hand.
    public init(_ pairs: [(String, String)] = []) {
        self.pairs = pairs.map { Pair(name: $0.0, value: $0.1) }
    }

    /// Reads `application/x-www-form-urlencoded` (WHATWG URL §5): `+` is a space, `%XX` a byte of
    /// UTF-8. Stricter than a browser: a broken escape or broken UTF-8 is refused, not mended.
    public init(urlEncoded bytes: some Collection<UInt8>, limits: Limits = Limits()) throws(Failure)
    {
        pairs = []
        guard bytes.count <= limits.bytes else { throw .tooLong }
        for part in bytes.split(separator: UInt8(ascii: "&")) {
            guard pairs.count < limits.pairs else { throw .tooMany }
            let sides = part.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let value = sides.count > 1 ? try Self.decoded(sides[1]) : ""
            pairs.append(Pair(name: try Self.decoded(sides[0]), value: value))
        }
    }

    /// The same from a string, such as the query of an address.
    public init(urlEncoded text: some StringProtocol, limits: Limits = Limits()) throws(Failure) {
        try self.init(urlEncoded: Array(text.utf8), limits: limits)
    }

    /// The first value under a name.
    public subscript(name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }

    /// All values under a name, in order.
    public func all(_ name: String) -> [String] {
        pairs.filter { $0.name == name }.map(\.value)
    }

    /// All names, once each, in order.
    public var names: [String] {
        var seen = Set<String>()
        return pairs.map(\.name).filter { seen.insert($0).inserted }
    }

    /// Adds a value at the end.
    public mutating func add(_ name: String, _ value: String) {
        pairs.append(Pair(name: name, value: value))
    }

    /// Puts a value in the place of all there are under a name.
    public mutating func put(_ value: String, under name: String) {
        pairs.removeAll { $0.name == name }
        add(name, value)
    }

    private static func decoded(_ bytes: some Collection<UInt8>) throws(Failure) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"):
                out.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexValue),
                    let low = rest.popFirst().flatMap(hexValue)
                else { throw .badEscape }
                out.append(high << 4 | low)
            default:
                out.append(byte)
            }
        }
        guard let text = String(validating: out, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
