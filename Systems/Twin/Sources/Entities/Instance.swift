// SPDX-License-Identifier: EUPL-1.2

/// One statement: a value of one of the eight kinds, and what is said of it.
///
/// A twin holds millions of these, and most of them say little: what only some say lies apart, so that the
/// others are small and quickly copied.
struct Instance: Sendable {
    var value: AttributeValue
    var observedAt: Stamp?
    /// With how many digits of a second `observedAt` is written at least.
    var observedDigits: UInt8 = 0
    var createdAt: Stamp
    var modifiedAt: Stamp
    private var rest: Rest?

    init(_ value: AttributeValue, at now: Stamp) {
        self.value = value
        createdAt = now
        modifiedAt = now
    }

    /// The sub-attribute of a name.
    subscript(name: String) -> Attribute? { attributes.first { $0.name == name } }
}

/// What only some say.
extension Instance {
    fileprivate struct Parts: Sendable, Equatable {
        var datasetId: String?
        var unitCode: String?
        var valueType: String?
        var objectType: [String] = []
        var expiresAt: Stamp?
        var attributes: [Attribute] = []
        var deletedAt: Stamp?
        var instanceId: String?

        static let nothing = Parts()
    }

    fileprivate final class Rest: Sendable {
        let parts: Parts

        init(_ parts: Parts) { self.parts = parts }
    }

    fileprivate var parts: Parts {
        get { rest?.parts ?? .nothing }
        set { rest = newValue == .nothing ? nil : Rest(newValue) }
    }

    var datasetId: String? {
        get { rest?.parts.datasetId }
        set { if newValue != datasetId { parts.datasetId = newValue } }
    }

    var unitCode: String? {
        get { rest?.parts.unitCode }
        set { if newValue != unitCode { parts.unitCode = newValue } }
    }

    /// The type of the value itself (`valueType`, of Properties), a whole IRI or a compact JSON type.
    var valueType: String? {
        get { rest?.parts.valueType }
        set { if newValue != valueType { parts.valueType = newValue } }
    }

    /// The types of what a Relationship points at (`objectType`), whole IRIs.
    var objectType: [String] {
        get { rest?.parts.objectType ?? [] }
        set { if newValue != objectType { parts.objectType = newValue } }
    }

    var expiresAt: Stamp? {
        get { rest?.parts.expiresAt }
        set { if newValue != expiresAt { parts.expiresAt = newValue } }
    }

    /// Sub-attributes.
    var attributes: [Attribute] {
        get { rest?.parts.attributes ?? [] }
        set { if !(newValue.isEmpty && attributes.isEmpty) { parts.attributes = newValue } }
    }

    /// Only in its history: when it was deleted.
    var deletedAt: Stamp? {
        get { rest?.parts.deletedAt }
        set { if newValue != deletedAt { parts.deletedAt = newValue } }
    }

    /// Names it in its history (4.5.7, 4.5.8).
    var instanceId: String? {
        get { rest?.parts.instanceId }
        set { if newValue != instanceId { parts.instanceId = newValue } }
    }
}

extension Instance: Equatable {
    static func == (left: Instance, right: Instance) -> Bool {
        left.modifiedAt == right.modifiedAt && left.createdAt == right.createdAt
            && left.observedAt == right.observedAt && left.observedDigits == right.observedDigits
            && left.value == right.value
            && (left.rest === right.rest || left.parts == right.parts)
    }
}
