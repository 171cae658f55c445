// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// In which order entities are given (GS CIM 009, 4.23): `name,age;desc,location;dist-asc`.
struct Ordering: Sendable {
    /// One thing to order by.
    struct Part: Sendable {
        let path: AttributePath
        let isDescending: Bool
        /// Whether by how far it is from the reference, instead of by its value.
        let isByDistance: Bool
    }

    let parts: [Part]
    /// An ICU collation (RFC 6067), checked for its form only: texts are always put in the order of the
    /// root collation, near enough (see `OrderingValue`).
    let collation: String?
    private let reference: Shape?

    /// Reads `orderBy`, `orderFrom`, `orderGeometry` and `collation`; nil without `orderBy`.
    init?(parameters: [String: String], naming: any Naming) throws(TwinProblem) {
        guard let text = parameters["orderBy"] else { return nil }
        let items = try NameList.split(text, at: "?orderBy", clause: "4.23.3")
        var reference: Geometry?
        if let from = parameters["orderFrom"] {
            reference = try GeoQuery.geometry(
                parameters["orderGeometry"] ?? "Point", .string(from), at: "?", "orderGeometry", "orderFrom")
        }
        try self.init(items, reference, parameters["collation"], naming, "?orderBy", "?collation")
    }

    /// Reads an `ordering` of a query (5.2.43).
    init(json: JSON, naming: any Naming, at pointer: String) throws(TwinProblem) {
        let items = try NameList.read(
            json["orderBy"] ?? .null, at: pointer + "/orderBy", clause: "5.2.43")
        var reference: Geometry?
        if let coordinates = json["coordinates"] {
            reference = try GeoQuery.geometry(
                json["geometry"]?.asString ?? "Point", coordinates, at: pointer + "/", "geometry",
                "coordinates")
        }
        let collation = json["collation"]
        guard collation == nil || collation?.asString != nil else {
            throw .bad("A collation is a text.", at: pointer + "/collation", clause: "5.2.43")
        }
        try self.init(
            items, reference, collation?.asString, naming, pointer + "/orderBy", pointer + "/collation")
    }

    private init(
        _ items: [String], _ reference: Geometry?, _ collation: String?, _ naming: any Naming,
        _ pointer: String, _ collationPointer: String
    ) throws(TwinProblem) {
        guard items.count <= 32 else {
            throw TwinProblem(.tooComplexQuery, "Too much to order by.", at: pointer, clause: "4.23.3")
        }
        var parts: [Part] = []
        for item in items { parts.append(try Ordering.part(item, naming, pointer)) }
        guard reference != nil || !parts.contains(where: \.isByDistance) else {
            throw .bad(
                "Ordering by distance needs a place to order from.", at: pointer, clause: "5.7.2.4")
        }
        if let collation, !Ordering.isCollation(collation) {
            throw .bad("“\(collation.prefix(60))” is no collation.", at: collationPointer, clause: "5.7.2.4")
        }
        self.parts = parts
        self.collation = collation
        self.reference = reference.map(Shape.init)
    }

    private static func part(
        _ text: String, _ naming: any Naming, _ pointer: String
    ) throws(TwinProblem) -> Part {
        let pieces = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        let direction = pieces.count > 1 ? pieces[1] : "asc"
        guard pieces.count <= 2, ["asc", "desc", "dist-asc", "dist-desc"].contains(direction) else {
            throw .bad(
                "“\(text.prefix(60))” does not end in ;asc, ;desc, ;dist-asc or ;dist-desc.", at: pointer,
                clause: "4.23.3")
        }
        let path = try QueryLanguage.path(pieces[0], naming: naming, at: pointer)
        guard path.links.isEmpty else {
            throw .bad("Linked entities cannot be ordered by.", at: pointer, clause: "4.23.3")
        }
        return Part(
            path: path, isDescending: direction.hasSuffix("desc"), isByDistance: direction.hasPrefix("dist-"))
    }

    private static func isCollation(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return text.utf8.count <= 100
            && (parts.first.map { $0.utf8.count >= 2 && $0.allSatisfy(\.isLetter) } ?? false)
            && parts.allSatisfy { part in
                (1...8).contains(part.utf8.count)
                    && part.utf8.allSatisfy { byte in
                        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
                    }
            }
    }

    /// What an entity is put in order by; made once for each, then compared.
    func key(of entity: Entity) -> [OrderingValue] { parts.map { value(of: entity, $0) } }

    private func value(of entity: Entity, _ part: Part) -> OrderingValue {
        guard let target = part.path.leading(in: entity) else { return .missing }
        if part.isByDistance, let reference, case .value(let json) = target,
            let geometry = try? Geometry(json: json)
        {
            return .distance(reference.distance(to: Shape(geometry)))
        }
        return OrderingValue(target)
    }

    /// Whether one entity comes before another; false where neither does.
    func precedes(_ one: [OrderingValue], _ other: [OrderingValue]) -> Bool {
        for ((left, right), part) in zip(zip(one, other), parts) {
            switch left.order(to: right, isDescending: part.isDescending) {
            case .less: return true
            case .greater: return false
            case .same: continue
            }
        }
        return false
    }
}
