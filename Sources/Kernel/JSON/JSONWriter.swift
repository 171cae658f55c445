// SPDX-License-Identifier: EUPL-1.2

/// Writes JSON straight into bytes, without building a tree first: for what is written a
/// million times, such as journal entries and lists.
///
///     var writer = JSONWriter()
///     writer.object {
///         $0.field("id", id)
///         $0.array("places") { for place in places { $0.value(place) } }
///     }
///     let bytes = writer.bytes
///
/// Commas are its business; that keys differ and stand only in objects is the caller's.
public struct JSONWriter: Sendable {
    /// What has been written.
    public private(set) var bytes: [UInt8]
    private var needsComma = false
    private let sortsKeys: Bool

    /// A writer with room for so many bytes. With `sortsKeys`, trees given as values are written
    /// in canonical order; members written one by one stay in the caller's order.
    public init(capacity: Int = 512, sortsKeys: Bool = false) {
        bytes = []
        bytes.reserveCapacity(capacity)
        self.sortsKeys = sortsKeys
    }

    /// Writes an object whose members the body writes.
    public mutating func object<E: Error>(
        _ body: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        open(UInt8(ascii: "{"))
        try body(&self)
        close(UInt8(ascii: "}"))
    }

    /// Writes an array whose elements the body writes.
    public mutating func array<E: Error>(
        _ body: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        open(UInt8(ascii: "["))
        try body(&self)
        close(UInt8(ascii: "]"))
    }

    /// Writes a member that is an object.
    public mutating func object<E: Error>(
        _ key: String, _ body: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        self.key(key)
        try object(body)
    }

    /// Writes a member that is an array.
    public mutating func array<E: Error>(
        _ key: String, _ body: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        self.key(key)
        try array(body)
    }

    /// Writes a key; its value comes next.
    public mutating func key(_ key: String) {
        separate()
        quote(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string.
    public mutating func value(_ value: String) {
        separate()
        quote(value)
    }

    /// Writes an integer.
    public mutating func value(_ value: Int64) {
        separate()
        digits(value)
    }

    /// Writes an integer.
    public mutating func value(_ value: Int) { self.value(Int64(value)) }

    /// Writes `true` or `false`.
    public mutating func value(_ value: Bool) {
        separate()
        write(value ? "true" : "false")
    }

    /// Writes a finite number in the shortest way that reads back the same.
    public mutating func value(_ value: Double) {
        precondition(value.isFinite, "JSON has no way to write \(value)")
        separate()
        bytes.append(contentsOf: value.description.utf8)
    }

    /// Writes `null`.
    public mutating func null() {
        separate()
        write("null")
    }

    /// Writes a tree.
    public mutating func value(_ value: JSON) {
        switch value {
        case .null: null()
        case .bool(let value): self.value(value)
        case .integer(let value): self.value(value)
        case .number(let number): raw(number.lexeme.utf8)
        case .string(let value): self.value(value)
        case .array(let values):
            open(UInt8(ascii: "["))
            for value in values { self.value(value) }
            close(UInt8(ascii: "]"))
        case .object(let members):
            open(UInt8(ascii: "{"))
            if sortsKeys {
                for member in members.sortedMembers { field(member.key, member.value) }
            } else {
                for (key, value) in members { field(key, value) }
            }
            close(UInt8(ascii: "}"))
        }
    }

    /// Writes bytes that are one JSON value already.
    public mutating func raw(_ json: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
    }

    /// Writes a member; nil is written as `null`.
    public mutating func field(_ key: String, _ value: String?) {
        self.key(key)
        if let value { self.value(value) } else { null() }
    }

    /// Writes a member.
    public mutating func field(_ key: String, _ value: Int64) {
        self.key(key)
        self.value(value)
    }

    /// Writes a member.
    public mutating func field(_ key: String, _ value: Int) { field(key, Int64(value)) }

    /// Writes a member.
    public mutating func field(_ key: String, _ value: Bool) {
        self.key(key)
        self.value(value)
    }

    /// Writes a member.
    public mutating func field(_ key: String, _ value: Double) {
        self.key(key)
        self.value(value)
    }

    /// Writes a member.
    public mutating func field(_ key: String, _ value: JSON) {
        self.key(key)
        self.value(value)
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func write(_ text: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func digits(_ value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(truncatingIfNeeded: rest % 10) + 0x30)
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let written: Void? = text.utf8.withContiguousStorageIfAvailable { escape($0) }
        if written == nil { Array(text.utf8).withUnsafeBufferPointer { escape($0) } }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Copies runs that need no escape; escapes what RFC 8259 says must be, in its shortest form.
    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for index in 0..<text.count {
            let byte = text[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
                continue
            }
            bytes.append(contentsOf: text[start..<index])
            start = index + 1
            bytes.append(UInt8(ascii: "\\"))
            switch byte {
            case 0x08: bytes.append(UInt8(ascii: "b"))
            case 0x09: bytes.append(UInt8(ascii: "t"))
            case 0x0A: bytes.append(UInt8(ascii: "n"))
            case 0x0C: bytes.append(UInt8(ascii: "f"))
            case 0x0D: bytes.append(UInt8(ascii: "r"))
            case 0x20...: bytes.append(byte)
            default:
                write("u00")
                bytes.append(UInt8(ascii: "0") + byte >> 4)
                let low = byte & 0xF
                bytes.append(low < 10 ? low + 0x30 : low - 10 + UInt8(ascii: "a"))
            }
        }
        bytes.append(contentsOf: text[start...])
    }
}
