// SPDX-License-Identifier: EUPL-1.2

/// A JSON object read strictly: members nobody expects, missing ones and wrong kinds are errors
/// that name the place. A misspelt key must never turn a rule of law off in silence.
struct StrictObject {
    let path: String
    private let members: JSONObject

    /// Parses a whole file, which must be one object with no member beyond `keys`.
    init(parsing text: String, allowing keys: [String]) throws(RuleFileError) {
        let json: JSON
        do {
            json = try JSON(parsing: text)
        } catch {
            throw RuleFileError(path: "", message: "is not JSON: \(error)")
        }
        try self.init(json, at: "", allowing: keys)
    }

    init(_ json: JSON, at path: String, allowing keys: [String]) throws(RuleFileError) {
        guard let members = json.asObject else {
            throw RuleFileError(path: path, message: "must be an object, not \(json.kind)")
        }
        for key in members.keys where !keys.contains(key) {
            throw RuleFileError(
                path: Self.join(path, key),
                message: "is not known here; known are \(keys.joined(separator: ", "))")
        }
        self.path = path
        self.members = members
    }

    /// The place of a member, for messages.
    func place(_ key: String) -> String { Self.join(path, key) }

    /// An error about a member.
    func error(_ key: String, _ message: String) -> RuleFileError {
        RuleFileError(path: place(key), message: message)
    }

    func has(_ key: String) -> Bool { members[key] != nil }

    func value(_ key: String) throws(RuleFileError) -> JSON {
        guard let value = members[key] else { throw error(key, "is missing") }
        return value
    }

    func text(_ key: String) throws(RuleFileError) -> String {
        guard let text = try value(key).asString, !text.isEmpty else {
            throw error(key, "must be text that is not empty")
        }
        return text
    }

    func textIfAny(_ key: String) throws(RuleFileError) -> String? {
        has(key) ? try text(key) : nil
    }

    func flag(_ key: String, default standard: Bool) throws(RuleFileError) -> Bool {
        guard has(key) else { return standard }
        guard let flag = try value(key).asBool else { throw error(key, "must be true or false") }
        return flag
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws(RuleFileError) -> Int {
        guard let value = try value(key).asInteger, let integer = Int(exactly: value),
            range.contains(integer)
        else {
            throw error(
                key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    func day(_ key: String) throws(RuleFileError) -> Day {
        guard let day = Day(try text(key)) else {
            throw error(key, "must be a day such as 2026-01-06")
        }
        return day
    }

    func dayIfAny(_ key: String) throws(RuleFileError) -> Day? {
        has(key) ? try day(key) : nil
    }

    /// The elements of a list, each with its place.
    func list(_ key: String) throws(RuleFileError) -> [(path: String, json: JSON)] {
        guard let elements = try value(key).asArray else { throw error(key, "must be a list") }
        let place = place(key)
        return elements.enumerated().map { ("\(place)[\($0.offset)]", $0.element) }
    }

    /// A list of texts without repetition.
    func texts(_ key: String) throws(RuleFileError) -> [String] {
        var texts: [String] = []
        for (path, json) in try list(key) {
            guard let text = json.asString, !text.isEmpty else {
                throw RuleFileError(path: path, message: "must be text that is not empty")
            }
            guard !texts.contains(text) else {
                throw RuleFileError(path: path, message: "stands in the list twice")
            }
            texts.append(text)
        }
        return texts
    }

    private static func join(_ path: String, _ key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }
}

/// Whether a text may name a rule, a reading, a holiday: lower-case letters, digits, underscores.
func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, (0x61...0x7A).contains(first) else { return false }
    return text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
    }
}
