// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A field's value as an attribute's, by the kind of field.
struct PublishedValue {
    let field: FieldDescription
    /// What the record's texts are written in; nil: its texts are in no language that is said.
    let language: String?

    /// Nil: nothing is said, or it is not what attributes hold: documents and persons.
    func value(_ stored: Value) -> AttributeValue? {
        if stored.isNull { return nil }
        let json = field.json(stored)
        switch field.kind {
        case .text, .longText:
            guard let text = json.asString, !text.isEmpty else { return nil }
            return language.map { .language([$0: json]) } ?? .property(json)
        case .integer, .decimal, .money, .flag, .tenant: return json.isNull ? nil : .property(json)
        case .choice: return json.asString.map { .vocab([PublishedNames.word($0)], isArray: false) }
        case .choices:
            let words = (json.asArray ?? []).compactMap(\.asString).map(PublishedNames.word)
            return words.isEmpty ? nil : .vocab(words, isArray: true)
        case .day: return typed(json, "Date")
        case .instant: return typed(json, "DateTime")
        case .geometry:
            guard let type = json["type"]?.asString, GeoReading.types.contains(type) else { return nil }
            return .geo(json)
        case .link: return json.asString.map { .relationship([PublishedEntity.id($0)], isArray: false) }
        case .json: return json.isNull ? nil : .json(json)
        case .person, .files: return nil
        }
    }

    private func typed(_ json: JSON, _ type: String) -> AttributeValue? {
        json.asString.map { .property(["@type": .string(type), "@value": .string($0)]) }
    }
}
