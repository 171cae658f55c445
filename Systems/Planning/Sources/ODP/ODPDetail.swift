// SPDX-License-Identifier: EUPL-1.2

/// A fact about the application, property or proposal that has no field of its own here, such as
/// `proposal.extend.area.squareMetres` = `20`: shown as it was sent, never computed with.
public struct ODPDetail: Sendable, Hashable {
    /// The path of names in the format, from `application`, `property` or `proposal`.
    public let name: String
    /// A number as it was written, `true`, `false`, or text.
    public let value: String

    /// The parts of the published schemas that are taken over in this way. A name that is not
    /// here is reported as unused, so that a new version of the format is noticed.
    private static let known: [String: Set<String>] = [
        "application": ["CIL", "leadDeveloper", "vacantBuildingCredit"],
        "property": [
            "EPC", "materials", "occupation", "parking", "socialLandlord", "titleNumber", "trees",
            "units", "use", "utilities", "flood", "ecology",
        ],
        "proposal": [
            "access", "advertType", "advertisementDetails", "charging", "communityConsultation",
            "cost", "ecology", "energy", "environmentalImpactDescription",
            "existingAdvertRemovedOrReplaced", "extend", "flood", "greenRoof",
            "hedgerowAgeLessThanThirty", "hedgerowLength", "highwayProjection", "materials",
            "nature", "new", "newBuildings", "newDwellings", "newStoreys",
            "otherAdvertisements", "parking", "reason", "schemeName", "started", "structures",
            "units", "urbanGreeningFactor", "use", "utilities", "visibility", "waste", "water",
            "watercourse",
        ],
    ]

    static func list(_ data: ODPCursor) -> [ODPDetail] {
        var details: [ODPDetail] = []
        for part in ["application", "property", "proposal"] {
            for (key, at) in data[part].members where known[part]?.contains(key) == true {
                collect("\(part).\(key)", at, into: &details)
            }
        }
        return details
    }

    private static func collect(_ name: String, _ at: ODPCursor, into details: inout [ODPDetail]) {
        if let value = at.flag().map(String.init) ?? at.text() {
            details.append(ODPDetail(name: name, value: value))
        } else if let digits = at.json?.lexeme {
            at.use()
            details.append(ODPDetail(name: name, value: digits))
        } else {
            for (key, member) in at.members { collect("\(name).\(key)", member, into: &details) }
            for (index, element) in at.elements.enumerated() {
                collect("\(name).\(index + 1)", element, into: &details)
            }
        }
    }
}
