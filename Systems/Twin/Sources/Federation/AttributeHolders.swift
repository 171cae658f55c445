// SPDX-License-Identifier: EUPL-1.2

/// Whose word counts on which attributes of an entity (GS CIM 009, 4.3.6.3): what a source holds alone, only
/// it says; of what is redirected, nothing is held here.
struct AttributeHolders: Sendable {
    private let interest: Interest
    private let proxied: [Registration]

    /// - Parameter types: of the entity; nil: nobody knows.
    init(of id: String, types: [String]?, _ concerned: [Registration]) {
        let interest = Interest(id: id, types: types, attributes: nil)
        self.interest = interest
        proxied = concerned.filter { $0.mode.isProxied && $0.concerns(interest) }
    }

    /// Whether what a source says of an attribute counts; nil: what is held here.
    func mayTell(_ name: String, _ source: Registration?) -> Bool {
        func has(_ source: Registration) -> Bool {
            source.attributes(of: interest)?.contains(name) ?? true
        }
        if let only = proxied.first(where: { $0.mode == .exclusive && has($0) }) {
            return only.id == source?.id
        }
        if let source { return has(source) }
        return !proxied.contains(where: has)
    }
}

/// What sources said of one entity, as far as it counts. Who asks for an id alone also reaches sources that
/// are registered for entities of other types (5.12); they are heard only where nobody else knows the entity.
struct CountedSayings<Told> {
    let said: [(source: Registration, told: Told)]
    /// Of the entity; nil: it is of none that a source is registered for.
    let types: [String]?

    init(
        of id: String, own: [String]?, _ said: [(Registration, Told)], types typesOf: (Told) -> [String]
    ) {
        let all = (own ?? []) + said.flatMap { typesOf($0.1) }
        let interest = Interest(id: id, types: all, attributes: nil)
        let fitting = said.filter { $0.0.concerns(interest) }
        let isKnown = own != nil || !fitting.isEmpty
        types = isKnown ? all : Optional.none
        self.said = (isKnown ? fitting : said).map { (source: $0.0, told: $0.1) }
    }
}
