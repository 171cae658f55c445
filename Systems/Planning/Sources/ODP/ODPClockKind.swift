// SPDX-License-Identifier: EUPL-1.2

/// Which of the rule pack's decision periods a kind of application falls under. The periods
/// themselves are rules; this only sorts the format's kinds into them.
public enum ODPClockKind: String, Sendable, Codable, CaseIterable {
    case householder, fullMinor, fullMajor, lawfulDevelopment
    /// Larger extensions of houses: General Permitted Development Order 2015, Schedule 2,
    /// Part 1, A.4(10).
    case priorApproval42
    /// Every other prior approval that is due within 56 days or eight weeks.
    case priorApproval56

    /// By kind, or by the beginning of a kind up to a dot; the longest that fits decides.
    private static let kinds: [String: ODPClockKind] = [
        "pp.full.householder": .householder,
        "pp.full.minor": .fullMinor,
        "pp.full.major": .fullMajor,
        "ldc": .lawfulDevelopment,
        "pa": .priorApproval56,
        "pa.part1.classA": .priorApproval42,
    ]

    /// Kinds within those that have a period of their own, which the pack does not hold:
    /// technical details consent has 5 or 10 weeks, prior approvals of Parts 6 and 11 B have a
    /// first period of 28 days.
    private static let apart: Set<String> = [
        "pp.full.minor.technicalDetails", "pp.full.major.technicalDetails",
        "pa.part6", "pa.part11.classB",
    ]

    /// The period a kind such as `pa.part3.classMA` falls under; nil when none is known.
    public static func find(_ type: String) -> ODPClockKind? {
        var name = type
        while true {
            if apart.contains(name) { return nil }
            if let kind = kinds[name] { return kind }
            guard let dot = name.lastIndex(of: ".") else { return nil }
            name = String(name[..<dot])
        }
    }
}
