// SPDX-License-Identifier: EUPL-1.2

extension String {
    /// The same text with one kind of line end. Looks at bytes: by characters it takes ten times as
    /// long, and texts may be large.
    public var withOneLineEnd: String {
        guard utf8.contains(0x0d) else { return self }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        for byte in utf8 {
            if byte == 0x0a, bytes.last == 0x0d { bytes.removeLast() }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text without blanks and line ends around it.
    var trimmed: String {
        func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
        guard let first = unicodeScalars.firstIndex(where: { !isBlank($0) }),
            let last = unicodeScalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(unicodeScalars[first...last])
    }
}
