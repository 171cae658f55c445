// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel

/// Where organisations are, and what they cover.
extension LinkedData {
    /// The area an organisation covers: its own where it is local, and the country it lies in; where
    /// the Union's tables do not have that country, the country by its name.
    func area(of organisation: Organisation) -> LinkedValue {
        let country = EUTables.territory(organisation.country)
        let own: String? =
            organisation.sort.isAuthority
            ? words("directory.area", ["name": view.name(organisation.slug, in: .english)], in: .english)
            : organisation.region ?? (country == nil ? self.country(organisation) : nil)
        let part = own.map { name -> LinkedValue in
            .node(
                LinkedNode(
                    "\(address)/directory/\(organisation.slug)#area",
                    ["dct:Location", "http://data.europa.eu/88u/dataset/atu-type"],
                    ["rdfs:label": .text(name, "en")]))
        }
        return .all([part, country].compactMap(\.self))
    }

    private func country(_ organisation: Organisation) -> String {
        words.find("directory.country.\(organisation.country)", in: .english) ?? organisation.country
    }

    func postal(_ town: String, _ organisation: Organisation) -> LinkedValue {
        let country = country(organisation)
        return .node(
            LinkedNode(
                nil, ["locn:Address"],
                [
                    "locn:postName": .text(town, "en"), "locn:adminUnitL1": .text(country, "en"),
                    "locn:fullAddress": .text("\(town), \(country)", "en"),
                ]))
    }

    func site(_ point: Point) -> LinkedValue {
        let place = LinkedValue.typed("POINT(\(point.longitude) \(point.latitude))", "geo:wktLiteral")
        return .node(LinkedNode(nil, ["org:Site"], ["locn:geometry": place]))
    }
}
