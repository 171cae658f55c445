// SPDX-License-Identifier: EUPL-1.2

/// What is known of a field without its record's Swift type: all that forms, lists, exports,
/// schemas and storage need.
public struct FieldDescription: Sendable, Hashable {
    /// The stored name: snake_case, and never changed once records exist.
    public let name: String
    public let kind: FieldKind
    /// Whether a value must be given.
    public let isRequired: Bool
    public let privacy: Privacy
    /// Filled by the system itself; no form asks for it.
    public let isDerived: Bool
    /// Kept for programs: pages and histories leave it out.
    public internal(set) var isUnseen = false
    /// The media types of the documents it takes; empty: every kind that is taken at all.
    public internal(set) var types: [String] = []

    @usableFromInline
    init(name: String, kind: FieldKind, isRequired: Bool, privacy: Privacy, isDerived: Bool) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
        self.privacy = privacy
        self.isDerived = isDerived
    }

    /// The field as some other kind: an optional one for a draft, say.
    public func optional() -> FieldDescription {
        var field = FieldDescription(
            name: name, kind: kind, isRequired: false, privacy: privacy, isDerived: isDerived)
        field.types = types
        field.isUnseen = isUnseen
        return field
    }
}
