// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Where it is. All of it may be public once the case is.
public struct ODPSite: Sendable, Hashable {
    /// The address in one line; nil when none was sent.
    public var address: String?
    /// The address in the parts it was sent in (`street`, `town`, `postcode`, `pao` …).
    public var addressParts: [String: String] = [:]
    /// Where the address is from, such as `Ordnance Survey`.
    public var addressSource: String?
    /// The unique property reference number, with its leading zeros.
    public var uprn: String?
    /// The unique street reference number.
    public var usrn: String?
    /// Degrees, WGS 84.
    public var longitude: Double?
    /// Degrees, WGS 84.
    public var latitude: Double?
    /// Metres, British National Grid.
    public var easting: Double?
    /// Metres, British National Grid.
    public var northing: Double?
    /// What is applied for, the "red line"; degrees.
    public var boundary: Geometry?
    /// The registered title around it, where one was sent; degrees.
    public var titleBoundary: Geometry?
    /// The area within the red line, in square metres.
    public var areaSquareMetres: Double?
    /// The area of the registered title, in square metres.
    public var titleAreaSquareMetres: Double?
    /// Every area as it was sent, by what it is of and its unit.
    public var areas: [String: Double] = [:]
    public var ward: String?
    public var region: String?
    /// Districts that hold the address, today's and former ones.
    public var districts: [String] = []
    /// What kind of property it is, such as `residential.house.terrace`.
    public var propertyType: ODPTerm?
    /// What was looked up about the site, whether it applies or not.
    public var constraints: [ODPConstraint] = []
    /// Where the constraints were looked up.
    public var constraintSources: [String] = []

    /// Nothing known.
    public init() {}

    /// - Parameter data: the `data` of an application or a report of a breach.
    init(_ data: ODPCursor) {
        let property = data["property"]
        read(address: property["address"])
        read(property: property)
        let drawn = data[data["report"].isObject ? "report" : "proposal"]["boundary"]
        boundary = ODPSite.shape(drawn["site"])
        areaSquareMetres = area("site", drawn["area"])
        titleBoundary = ODPSite.shape(property["boundary"]["site"])
        titleAreaSquareMetres = area("title", property["boundary"]["area"])
    }

    private mutating func read(address at: ODPCursor) {
        let title = at["title"].text()
        addressParts["title"] = title
        for name in ["organisation", "sao", "saoEnd", "pao", "paoEnd", "street", "locality",
            "town", "postcode"] {
            addressParts[name] = at[name].text()
        }
        let line = at["singleLine"].text()
        let pieces = [title, addressParts["town"], addressParts["postcode"]].compactMap { $0 }
        // A proposed address has a title only; an old one has no line but all the parts.
        address = line ?? at.text() ?? (pieces.isEmpty ? nil : pieces.joined(separator: ", "))
        addressSource = at["source"].text()
        uprn = at["uprn"].label()
        usrn = at["usrn"].label()
        longitude = at["longitude"].number(in: -180...180)
        latitude = at["latitude"].number(in: -90...90)
        easting = at["x"].number(in: -1e6...1e6)
        northing = at["y"].number(in: -1e6...2e6)
    }

    private mutating func read(property at: ODPCursor) {
        ward = at["ward"].text()
        region = at["region"].text()
        let names = ["localAuthorityDistrict", "localPlanningAuthority", "developmentCorporations"]
        for name in names {
            let sent = at[name]
            districts += sent.isArray
                ? sent.elements.compactMap { $0.text() } : [sent.text()].compactMap { $0 }
        }
        propertyType = ODPTerm(at["type"])
        let planning = at["planning"]
        let lists = [
            "designations", "constraints", "orders", "conditions", "guidance", "plans.local",
            "plans.neighbourhood",
        ]
        for path in lists {
            constraints += planning[path: path].elements.compactMap(ODPConstraint.init)
        }
        constraintSources = planning["sources"].elements.compactMap { $0.text() }
            + [planning["source"].text()].compactMap { $0 }
    }

    /// The shape in a Feature, or a shape alone. One that is not valid is noted and left out:
    /// a case is not refused for its drawing.
    private static func shape(_ at: ODPCursor) -> Geometry? {
        let bare = at["geometry"].isObject ? at["geometry"] : at
        guard bare.isObject, let json = bare.json else { return nil }
        do {
            let shape = try Geometry(json: json)
            bare.use()
            if bare.place !== at.place { _ = at["type"].text() }
            return shape
        } catch {
            bare.note(.notAShape)
            return nil
        }
    }

    private mutating func area(_ name: String, _ at: ODPCursor) -> Double? {
        let metres = at["squareMetres"].number(in: 0...1e12)
        let hectares = at["hectares"].number(in: 0...1e8)
        areas["\(name)_square_metres"] = metres
        areas["\(name)_hectares"] = hectares
        return metres ?? hectares.map { $0 * 10_000 }
    }
}
