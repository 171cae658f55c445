// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The maps beside the places a form asks for.
extension ActionPage {
    /// Whether the form has one.
    var hasMap: Bool { fields.contains { $0.kind == .geometry } }

    /// The map on which a place is chosen.
    func picker(_ field: FieldDescription, _ draft: Draft) -> HTML {
        let text = draft.form.read([field], zone: context.zone)[field.name] ?? ""
        let value = (try? field.parse(text)).flatMap { Geometry(stored: $0) }
        return ui.mapPicker(
            MapPicker(
                id: "map-\(field.name)", input: UI.fieldID(field.name), name: field.name,
                value: value, view: draft.views[field.name], area: area))
    }

    /// Where a tenant's places may lie.
    private var area: Bounds {
        switch context.store.tenant.jurisdiction {
        case "ie": .ireland
        case let code where code.hasPrefix("gb"): .greatBritain
        default: .europe
        }
    }

    /// The form as a button of one of its maps asks for it; nil if it was sent to be taken.
    func moved(_ draft: Draft) -> Draft? {
        for field in fields where field.kind == .geometry {
            guard let step = MapPicker.step(for: field.name, in: draft.form.texts) else { continue }
            var moved = draft
            switch step {
            case .show(let bounds): moved.views[field.name] = bounds
            case .choose(let text): moved.form.put(text, under: field.name)
            }
            return moved
        }
        return nil
    }
}
