// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What became of one instance of an attribute.
struct Change: Sendable, Equatable {
    enum Kind: Sendable { case created, updated, deleted }

    /// A whole IRI.
    let name: String
    let datasetId: String?
    let kind: Kind
    /// What it was before; nil where it is new.
    var previous: Instance?
}

/// Something a request asked for that was not done (GS CIM 009, 5.2.19).
struct NotUpdated: Sendable, Equatable {
    /// The whole IRI of an attribute, or `type` and its like.
    let name: String
    var datasetId: String?
    let reason: String
}

/// What came of a request to change an entity: the entity as it stands after it, and what to tell.
/// With nothing in `notUpdated` the answer is 204, else 207 with both lists (5.2.18).
struct Outcome: Sendable, Equatable {
    var entity: Entity
    /// In the order of the request.
    var changes: [Change] = []
    /// Whole IRIs of attributes of which something was done, each once; and `type`, `scope`, `expiresAt`.
    var updated: [String] = []
    var notUpdated: [NotUpdated] = []

    /// Whether anything was done at all.
    var isChanged: Bool { !updated.isEmpty }
}
