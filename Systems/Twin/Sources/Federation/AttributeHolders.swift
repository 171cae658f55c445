// SPDX-License-Identifier: EUPL-1.2

/// Whose word counts on which attributes of an entity (GS CIM 009, 4.3.6.3): what a source holds alone, only
/// it says; of what is redirected, nothing is held here.
struct AttributeHolders: Sendable {
    private let interest: Interest
    private let proxied: [Registration]

    init(of id: String, _ concerned: [Registration]) {
        let interest = Interest(id: id, types: nil, attributes: nil)
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
