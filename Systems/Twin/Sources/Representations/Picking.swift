// SPDX-License-Identifier: EUPL-1.2

/// What of an entity is shown (GS CIM 009, 4.21): the projection of a request, as the representation
/// asks it.
protocol Picking: Sendable {
    /// Whether `id`, `type`, `scope` or another member that is no attribute is shown.
    func picks(member: String) -> Bool
    /// Whether the attribute of a name, a whole IRI, is shown.
    func picks(_ iri: String) -> Bool
    /// What is shown of the entities that an attribute leads to; nil: all.
    func inside(_ iri: String) -> (any Picking)?
}
