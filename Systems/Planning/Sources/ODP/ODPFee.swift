// SPDX-License-Identifier: EUPL-1.2

/// The fee as the portal reckoned it. Pence.
public struct ODPFee: Sendable, Hashable {
    public var calculatedPence: Int?
    public var payablePence: Int?
    /// The portal says that there is no fee for this kind.
    public var isNotApplicable = false
    /// What the fee was made up of, by the category of the fee regulations (`eleven.one`).
    public var categoriesPence: [String: Int] = [:]
    /// Exemptions that were claimed, such as `disability`.
    public var exemptions: [String] = []
    /// Reductions that were claimed, such as `parishCouncil`.
    public var reductions: [String] = []
    /// The references under which it was paid, by service (`govPay`).
    public var references: [String: String] = [:]

    init?(_ at: ODPCursor) {
        guard at.hasMembers else { return nil }
        calculatedPence = at["calculated"].pence()
        payablePence = at["payable"].pence()
        isNotApplicable = at["notApplicable"].flag() ?? false
        for (name, part) in at["category"].members {
            if let pence = part.pence() { categoriesPence[name] = pence }
            for (inner, part) in part.members {
                if let pence = part.pence() { categoriesPence["\(name).\(inner)"] = pence }
            }
        }
        exemptions = ODPFee.claimed(at["exemption"])
        reductions = ODPFee.claimed(at["reduction"])
        for (name, part) in at["reference"].members { references[name] = part.label() }
    }

    private static func claimed(_ at: ODPCursor) -> [String] {
        at.members.compactMap { $0.at.flag() == true ? $0.key : nil }
    }
}
