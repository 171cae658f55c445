// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A value whose kind was not stated, taken as the kind of the attribute it is for: simplified and
/// concise forms do not tell a Property from what else may look like its value (GS CIM 009, 4.5.4).
enum Fitting {
    static func fitted(
        _ value: AttributeValue, to old: AttributeValue, isStated: Bool, language: String?
    ) -> AttributeValue {
        if isStated || value.kind == old.kind { return value }
        switch (value, old) {
        case (.geo(let json), .property): return .property(json)
        case (.geo(let json), .json), (.property(let json), .json): return .json(json)
        case (.property(.array(let items)), .list): return .list(items)
        case (.property(let json), .relationship): return relationship(json) ?? value
        case (.property(.array(let items)), .listRelationship):
            return uris(items).map { .listRelationship($0) } ?? value
        case (.property(let json), .language):
            guard let language, isText(json) else { return value }
            return .language([language: json])
        default: return value
        }
    }

    private static func isText(_ json: JSON) -> Bool {
        switch json {
        case .string: true
        case .array(let items): items.allSatisfy { $0.asString != nil }
        default: false
        }
    }

    private static func relationship(_ json: JSON) -> AttributeValue? {
        switch json {
        case .string(let text): NameRules.isURI(text) ? .relationship([text], isArray: false) : nil
        case .array(let items): uris(items).map { .relationship($0, isArray: true) }
        default: nil
        }
    }

    private static func uris(_ items: [JSON]) -> [String]? {
        let uris = items.compactMap(\.asString).filter(NameRules.isURI)
        return uris.count == items.count && !uris.isEmpty ? uris : nil
    }
}
