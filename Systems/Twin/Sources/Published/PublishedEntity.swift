// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What a record shows to everyone, as an entity: its public fields as attributes, how it stands, and
/// where it is read. The id is the one linked data have beside the address of its page.
struct PublishedEntity {
    let record: PublicRecord
    let shown: PublicRecord.Shown
    let tenant: Tenant
    /// The address of the site.
    let address: String
    private var kind: RecordKind { record.kind }

    static func id(_ record: String) -> String { "urn:uuid:\(record)" }

    var id: String { Self.id(record.id.text) }
    var mark: PublishedMark { shown.showsPast ? .kept : .asItIsNow }

    /// The entity.
    /// - Parameter since: since when something of it is there for everyone.
    func entity(since: Instant) -> Entity {
        let moment = Stamp(record.recordedAt)
        var entity = Entity(
            id: id, types: PublishedNames.types(of: kind), createdAt: Stamp(since), modifiedAt: moment)
        func add(_ name: String, _ value: AttributeValue?) {
            guard let value, entity[name] == nil else { return }
            var instance = Instance(value, at: entity.createdAt)
            instance.modifiedAt = moment
            entity.attributes.append(Attribute(name, [instance]))
        }
        for field in kind.fields {
            guard let value = shown.values[field.name] else { continue }
            add(PublishedNames.attribute(field, of: kind), self.value(field, value))
        }
        add(PublishedNames.title, title)
        add(
            PublishedNames.status,
            shown.status.isEmpty ? nil : .vocab([PublishedNames.word(shown.status)], isArray: false))
        add(PublishedNames.page, shown.path.map { .property(.string(address + $0)) })
        return entity
    }

    private func value(_ field: FieldDescription, _ value: Value) -> AttributeValue? {
        // A language is a code and no word of a vocabulary.
        if field.name == Self.languageField { return value.text.map { .property(.string($0)) } }
        let isCode = kind.linked.codes.contains(field.name)
        return PublishedValue(field: field, language: isCode ? nil : language).value(value)
    }

    private static let languageField = "language"

    /// What its texts are in: of kinds of which some say it, those that do not are in none.
    private var language: String? {
        guard kind.field(Self.languageField) != nil else { return nil }
        let said = shown.values[Self.languageField]?.text ?? ""
        return NameRules.isLanguageTag(said) ? said : "@none"
    }

    /// What it is called: as the tenant is, if it is that, else by the first of what it is found by.
    private var title: AttributeValue? {
        if kind.linked.about?.isTenant == true {
            let names = tenant.names.map { ($0.key.code, $0.value) }.sorted { $0.0 < $1.0 }
            let all = [("@none", tenant.name)] + names.filter { !$0.1.isEmpty }
            return .language(JSONObject(all.map { ($0.0, .string($0.1)) }))
        }
        guard let field = kind.found.first.flatMap(kind.field), let value = shown.values[field.name] else {
            return nil
        }
        return self.value(field, value)
    }
}
