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
        return own.allSatisfy { attribute in
            guard let other = others.first(where: { $0.name == attribute.name }),
                attribute.instances.count == other.instances.count
            else { return false }
            return attribute.instances.allSatisfy { instance in
                other.instances.contains { $0.saysTheSame(as: instance) }
            }
        }
    }
}
