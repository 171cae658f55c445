// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What an entity has been (GS CIM 009, 4.5.6): of each attribute all the instances that are asked for,
/// newest first.
struct History: Sendable, Equatable {
    let id: String
    /// Whole IRIs.
    var types: [String]
    /// Scopes are told as a Property is (4.18): a text, or an array of texts.
    var scope: [Instance] = []
    /// By name; unlike in an entity, instances of one data set come more than once.
    var attributes: [Attribute] = []
    var createdAt: Stamp
    var modifiedAt: Stamp
    var deletedAt: Stamp?
    /// What has been brought together already, from where its numbers lie; `attributes` are the others.
    var brought: [Aggregation.Series] = []
}

extension AttributeValue {
    /// What stands for the value of something that is gone (4.5.0).
    static func gone(_ kind: AttributeKind) -> AttributeValue {
        switch kind {
        case .property: .property(.string(Fragment.null))
        case .geo: .geo(.string(Fragment.null))
        case .relationship: .relationship([Fragment.null], isArray: false)
        case .language: .language(["@none": .string(Fragment.null)])
        case .vocab: .vocab([Fragment.null], isArray: false)
        case .json: .json(.string(Fragment.null))
        case .list: .list([.string(Fragment.null)])
        case .listRelationship: .listRelationship([Fragment.null])
        }
    }

    /// Whether this stands for the value of something that is gone.
    var isGone: Bool { self == .gone(kind) }
}
