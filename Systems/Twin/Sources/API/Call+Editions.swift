// SPDX-License-Identifier: EUPL-1.2

import Web

/// Answers for readers that know an older edition of the specification alone (GS CIM 009, 4.3.6.8 and 6.3.6).
extension Call {
    /// The edition that is preferred. GeoJSON has none.
    private var edition: Edition? {
        guard media != .geo else { return nil }
        return request.headers["prefer"].flatMap(Edition.preferred(in:))
    }

    func edited(_ entity: Entity) -> Entity { edition?.form(of: entity, context) ?? entity }

    func edited(_ entities: [Entity]) -> [Entity] {
        guard let edition else { return entities }
        return entities.map { edition.form(of: $0, context) }
    }

    func edited(_ history: History) -> History { edition?.form(of: history, context) ?? history }

    /// Finds entities as they are shown.
    func edited(_ find: @escaping @Sendable (String) -> Entity?) -> @Sendable (String) -> Entity? {
        guard let edition else { return find }
        let naming = context
        return { find($0).map { edition.form(of: $0, naming) } }
    }

    /// Says which edition an answer conforms to; 203 where it is not as it would be otherwise.
    func edited(_ response: Response) -> Response {
        guard let edition else { return response }
        var response = response.adding("preference-applied", "ngsi-ld=\(min(edition, .latest).text)")
        if edition < .latest, response.status == 200 { response.status = 203 }
        return response
    }
}
