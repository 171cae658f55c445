// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How notifications look and where they go (5.2.14).
struct NotificationSetting: Sendable {
    let endpoint: NotificationEndpoint
    let form: Representation.Form
    let showsSystem: Bool
    let showsChanges: Bool
    let picking: Picks?
    /// Nil: linked entities are not shown.
    let joining: (isFlat: Bool, level: Int)?

    /// - Parameter members: of `notification`.
    init(_ members: StrictMembers, naming: any Naming) throws(TwinProblem) {
        guard let endpoint = try members.object("endpoint") else {
            throw members.problem("endpoint", "Notifications need an “endpoint”.")
        }
        self.endpoint = try NotificationEndpoint(endpoint)
        let format = try members.choice(
            "format", of: ["normalized", "concise", "simplified", "keyValues"])
        form =
            switch format {
            case "concise": .concise
            case "simplified", "keyValues": .simplified
            default: .normalized
            }
        showsSystem = try members.flag("sysAttrs") ?? false
        showsChanges = try members.flag("showChanges") ?? false
        if showsChanges, form == .simplified {
            throw members.problem("showChanges", "Changes cannot be shown in the simplified form.")
        }
        picking = try Self.picking(members, naming)
        joining = try Self.joining(members)
    }

    private static func picking(
        _ members: StrictMembers, _ naming: any Naming
    ) throws(TwinProblem) -> Picks? {
        let attributes = try members.names("attributes", naming)
        func projection(_ name: String) throws(TwinProblem) -> Projection? {
            guard let json = members.members[name] else { return nil }
            if attributes != nil {
                throw members.problem(name, "“\(name)” and “attributes” stand against each other.")
            }
            return try Projection(json: json, naming: naming, at: members.place(name))
        }
        let (pick, omit) = (try projection("pick"), try projection("omit"))
        if let name = omit?.names.first(where: { pick?.picks($0) == true && omit?.nested($0) == nil }) {
            throw members.problem("omit", "“\(naming.compact(name))” is both picked and omitted.")
        }
        return Picks(attributes: attributes, pick: pick, omit: omit)
    }

    private static func joining(_ members: StrictMembers) throws(TwinProblem) -> (isFlat: Bool, level: Int)?
    {
        let level = try members.number("joinLevel")
        if let level, level.rounded() != level || level > 16 {
            throw members.problem("joinLevel", "“joinLevel” is a whole number from 1 to 16.")
        }
        switch try members.choice("join", of: ["flat", "inline", "@none"]) {
        case "flat": return (true, Int(level ?? 1))
        case "inline": return (false, Int(level ?? 1))
        default:
            if level != nil { throw members.problem("joinLevel", "“joinLevel” needs “join”.") }
            return nil
        }
    }
}
