// SPDX-License-Identifier: EUPL-1.2

/// All packs of rules there are, by jurisdiction and system.
public struct RuleBook: Sendable {
    private var packs: [String: [String: Rules]] = [:]

    /// A book with no rules.
    public init() {}

    /// Puts a pack in.
    /// - Throws: `RuleFileError` when the book has one for its jurisdiction and system.
    public mutating func add(_ rules: Rules) throws(RuleFileError) {
        guard packs[rules.jurisdiction]?[rules.system] == nil else {
            throw RuleFileError(
                path: "", message: "there are two packs for \(rules.jurisdiction)/\(rules.system)")
        }
        packs[rules.jurisdiction, default: [:]][rules.system] = rules
    }

    /// The rules of a system in a jurisdiction; nil when nobody has written them.
    public func rules(jurisdiction: String, system: String) -> Rules? {
        packs[jurisdiction]?[system]
    }

    /// All packs, by jurisdiction, then system.
    public var all: [Rules] {
        packs.keys.sorted().flatMap { jurisdiction -> [Rules] in
            let systems = packs[jurisdiction] ?? [:]
            return systems.keys.sorted().compactMap { systems[$0] }
        }
    }

    /// Every value in force on a day, by jurisdiction, system and order in its file.
    public func inForce(on day: Day) -> [RuleEntry] { all.flatMap { $0.inForce(on: day) } }
}
