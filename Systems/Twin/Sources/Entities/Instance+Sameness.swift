// SPDX-License-Identifier: EUPL-1.2

extension Instance {
    /// Whether another says the same. When something was written is nothing that is said.
    func saysTheSame(as other: Instance) -> Bool {
        value == other.value && datasetId == other.datasetId && observedAt == other.observedAt
            && unitCode == other.unitCode && valueType == other.valueType && objectType == other.objectType
            && expiresAt == other.expiresAt && Attribute.saySame(attributes, other.attributes)
    }
}

extension Attribute {
    /// Whether two lists of attributes say the same, in whatever order.
    fileprivate static func saySame(_ own: [Attribute], _ others: [Attribute]) -> Bool {
        guard own.count == others.count else { return false }
        if own.isEmpty { return true }
        let places = Dictionary(others.enumerated().map { ($1.name, $0) }) { first, _ in first }
        return own.allSatisfy { attribute in
            guard let other = places[attribute.name].map({ others[$0] }),
                attribute.instances.count == other.instances.count
            else { return false }
            let datasets = DatasetIndex(other, looksUp: attribute.instances.count)
            return attribute.instances.allSatisfy { instance in
                datasets.place(of: instance.datasetId, in: other)
                    .map { other.instances[$0].saysTheSame(as: instance) } ?? false
            }
        }
    }
}
