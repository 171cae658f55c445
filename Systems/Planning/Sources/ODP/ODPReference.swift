// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Another number this case goes by, or another case it refers to.
public struct ODPReference: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// The authority's own number for this case.
        case authority
        /// The portal's id of the application a published case grew from.
        case submission
        /// Advice given before the application.
        case advice
        /// A permission that this application builds on.
        case permission
    }

    public var kind: Kind
    public var text: String
    public var on: Day?
    /// The officer who gave advice.
    public var officer: String?
    /// The authority whose number it is, where it was named.
    public var authority: String?
    public var summary: String?

    init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// An entry under `data.application.preApp` or `.planningApp`.
    init?(_ kind: Kind, _ at: ODPCursor) {
        let text = at["reference"].label()
        let parts = (
            on: at["date"].day(), officer: at["officer"].answer(), summary: at["summary"].answer()
        )
        guard text != nil || parts.on != nil || parts.summary != nil else { return nil }
        self.init(kind, text ?? "")
        on = parts.on
        officer = parts.officer
        authority = at["localPlanningAuthority"].text()
        summary = parts.summary
    }
}
