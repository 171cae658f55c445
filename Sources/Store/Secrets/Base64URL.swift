// SPDX-License-Identifier: EUPL-1.2

/// Bytes as letters, digits, `-` and `_`, without padding (RFC 4648, section 5; RFC 7515, section 2).
public enum Base64URL {
    private static let signs = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The text of these bytes.
    public static func text(_ bytes: some Collection<UInt8>) -> String {
        let text = BitGroups.split(bytes, into: 6).map { signs[Int($0)] }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text; nil where it is none: one that another text would give as well is none.
    public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var values: [UInt8] = []
        values.reserveCapacity(text.utf8.count)
        for sign in text.utf8 {
            switch sign {
            case 0x41...0x5a: values.append(sign - 0x41)
            case 0x61...0x7a: values.append(sign - 0x61 + 26)
            case 0x30...0x39: values.append(sign - 0x30 + 52)
            case UInt8(ascii: "-"): values.append(62)
            case UInt8(ascii: "_"): values.append(63)
            default: return nil
            }
        }
        return BitGroups.joined(values, of: 6)
    }
}

/// Bytes as groups of fewer bits, the first bits first.
enum BitGroups {
    /// The groups; the last is filled up with zeros.
    static func split(_ bytes: some Collection<UInt8>, into width: Int) -> [UInt8] {
        var groups: [UInt8] = []
        var (held, count) = (0, 0)
        for byte in bytes {
            held = (held << 8 | Int(byte)) & 0xffff
            count += 8
            while count >= width {
                count -= width
                groups.append(UInt8(held >> count & (1 << width - 1)))
            }
        }
        if count > 0 { groups.append(UInt8(held << (width - count) & (1 << width - 1))) }
        return groups
    }

    /// The bytes of groups; nil where a whole group or a bit is left over.
    static func joined(_ groups: [UInt8], of width: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (held, count) = (0, 0)
        for group in groups {
            held = (held << width | Int(group)) & 0xffff
            count += width
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(held >> count & 255))
            }
        }
        return count < width && held & (1 << count - 1) == 0 ? bytes : nil
    }
}
