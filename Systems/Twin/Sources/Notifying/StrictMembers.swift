// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Members of a document, each held to its kind.
struct StrictMembers {
    let members: JSONObject
    /// Where they stand in the body, without a slash at the end.
    let pointer: String
    let clause: String

    init(_ members: JSONObject, at pointer: String, clause: String) {
        (self.members, self.pointer, self.clause) = (members, pointer, clause)
    }

    func place(_ name: String) -> String { "\(pointer)/\(name)" }

    func problem(_ name: String, _ detail: String) -> TwinProblem {
        .bad(detail, at: place(name), clause: clause)
    }

    func text(_ name: String) throws(TwinProblem) -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.asString, !text.isEmpty else { throw problem(name, "“\(name)” is a text.") }
        return text
    }

    func flag(_ name: String) throws(TwinProblem) -> Bool? {
        guard let value = members[name] else { return nil }
        guard let flag = value.asBool else { throw problem(name, "“\(name)” is true or false.") }
        return flag
    }

    /// A number above 0.
    func number(_ name: String) throws(TwinProblem) -> Double? {
        guard let value = members[name] else { return nil }
        guard let number = value.asDouble, number > 0, number <= 1e11 else {
            throw problem(name, "“\(name)” is a number above 0.")
        }
        return number
    }

    func object(_ name: String) throws(TwinProblem) -> StrictMembers? {
        guard let value = members[name] else { return nil }
        guard case .object(let inner) = value else { throw problem(name, "“\(name)” is an object.") }
        return StrictMembers(inner, at: place(name), clause: clause)
    }

    func moment(_ name: String) throws(TwinProblem) -> Stamp? {
        guard let text = try text(name) else { return nil }
        guard let stamp = Stamp(text) else {
            throw problem(name, "“\(name)” is a moment in UTC such as 2026-01-06T09:30:00Z.")
        }
        return stamp
    }

    func choice(_ name: String, of known: [String]) throws(TwinProblem) -> String? {
        guard let text = try text(name) else { return nil }
        guard known.contains(text) else {
            throw problem(name, "“\(name)” is one of \(known.joined(separator: ", ")).")
        }
        return text
    }

    /// Names of attributes in an array.
    func names(_ name: String, _ naming: any Naming) throws(TwinProblem) -> AttributeNames? {
        guard let value = members[name] else { return nil }
        let texts = try NameList.read(value, at: place(name), clause: clause)
        return try AttributeNames(texts, naming: naming, at: place(name))
    }

    /// An array of pairs of a key and a value (5.2.22).
    func pairs(_ name: String) throws(TwinProblem) -> [(key: String, value: String)] {
        guard let value = members[name] else { return [] }
        guard let items = value.asArray, items.count <= 100 else {
            throw problem(name, "“\(name)” is an array of objects with key and value.")
        }
        var pairs: [(key: String, value: String)] = []
        for (index, item) in items.enumerated() {
            guard let key = item["key"]?.asString, let value = item["value"]?.asString, !key.isEmpty else {
                throw problem("\(name)/\(index)", "A pair has a “key” and a “value”, both texts.")
            }
            pairs.append((key, value))
        }
        return pairs
    }
}
