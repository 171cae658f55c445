// SPDX-License-Identifier: EUPL-1.2

extension JSON {
    /// The value as JSON without white space, members in their order.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }

    /// The one form that is digested: no white space, keys ordered by their UTF-8 bytes, only the
    /// escapes that must be, numbers with the digits they were written with. Equal values give
    /// equal bytes on every machine. (Not RFC 8785, which rounds numbers to floating point.)
    public var canonical: [UInt8] {
        var writer = JSONWriter(sortsKeys: true)
        writer.value(self)
        return writer.bytes
    }

    /// The value as compact text.
    public func text() -> String { String(decoding: encoded(), as: UTF8.self) }

    /// The value for people: two spaces an indent, a line a member, a line break at the end.
    public func pretty(sortingKeys: Bool = false) -> String {
        var text = ""
        layOut(into: &text, indent: "", sortingKeys)
        return text + "\n"
    }

    private func layOut(into text: inout String, indent: String, _ sortingKeys: Bool) {
        let deeper = indent + "  "
        switch self {
        case .array(let values) where !values.isEmpty:
            text += "["
            for (index, value) in values.enumerated() {
                text += (index == 0 ? "\n" : ",\n") + deeper
                value.layOut(into: &text, indent: deeper, sortingKeys)
            }
            text += "\n\(indent)]"
        case .object(let members) where !members.isEmpty:
            text += "{"
            for (index, member) in (sortingKeys ? members.sorted : Array(members)).enumerated() {
                text += (index == 0 ? "\n" : ",\n") + deeper + JSON.string(member.key).text() + ": "
                member.value.layOut(into: &text, indent: deeper, sortingKeys)
            }
            text += "\n\(indent)}"
        default:
            text += self.text()
        }
    }
}
