// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How entities are written for a reader (GS CIM 009, 4.5): the form, what of them is shown, and with
/// which names. Everything is written straight into bytes.
struct Representation: Sendable {
    enum Form: Sendable {
        /// Everything, with the kind of each attribute (4.5.1).
        case normalized
        /// Everything, in the fewest words (4.5.1).
        case concise
        /// The values alone (4.5.4), also called keyValues.
        case simplified
    }

    /// The entities that Relationships lead to, written in their place (4.5.23).
    struct Joining: Sendable {
        /// How many steps are followed: at least 1.
        var level: Int
        /// The entity of an id, or nil where it is not there or is not to be written again.
        let find: @Sendable (String) -> Entity?
    }

    let naming: any Naming
    var form: Form = .normalized
    /// Whether `createdAt` and `modifiedAt` are shown (6.3.11).
    var showsSystem = false
    var language: LanguageChoice?
    /// The data sets that are shown, `@none` for the default; nil: all (4.5.5).
    var datasets: Set<String>?
    var picking: (any Picking)?
    var joining: Joining?
    /// A moment of each instance that is shown even if system attributes are not: the one a history is
    /// asked by.
    var shownTime: TimeProperty?
    /// What an instance was before, by attribute and data set: for notifications that show changes.
    var previous: (@Sendable (String, String?) -> AttributeValue?)?

    init(_ naming: any Naming, form: Form = .normalized) {
        self.naming = naming
        self.form = form
    }

    /// Writes an entity. `context`: what goes into `@context`, where the body carries it.
    func write(_ entity: Entity, into writer: inout JSONWriter, context: JSON? = nil) {
        writer.object { writer in
            if let context { writer.field("@context", context) }
            if shows("id") { writer.field("id", entity.id) }
            if shows("type") { types(entity.types, "type", into: &writer) }
            members(of: entity, into: &writer)
        }
    }

    /// Writes an array of entities, and of those they lead to; each carries the context where there is one.
    func write(
        _ entities: some Sequence<Entity>, and others: [Linking.Reached] = [],
        into writer: inout JSONWriter, context: JSON? = nil
    ) {
        writer.array { writer in
            for entity in entities { write(entity, into: &writer, context: context) }
            for other in others { other.shownAs.write(other.entity, into: &writer, context: context) }
        }
    }

    /// An attribute by its whole name, as the value of a member that has been begun; says whether there
    /// was something to write.
    func write(attribute: Attribute, into writer: inout JSONWriter) -> Bool {
        let instances = shown(attribute)
        guard !instances.isEmpty else { return false }
        write(instances, of: attribute.name, into: &writer)
        return true
    }

    /// Everything of an entity but its id and types. What is linked to it never leads back to it.
    func members(of entity: Entity, into writer: inout JSONWriter) {
        guard let joining else { return parts(of: entity, into: &writer) }
        var inner = self
        let (id, find) = (entity.id, joining.find)
        inner.joining = Joining(level: joining.level) { $0 == id ? nil : find($0) }
        inner.parts(of: entity, into: &writer)
    }

    private func parts(of entity: Entity, into writer: inout JSONWriter) {
        if !entity.scope.isEmpty, shows("scope") { Self.texts(entity.scope, "scope", into: &writer) }
        if let expiresAt = entity.expiresAt, shows("expiresAt") {
            writer.field("expiresAt", expiresAt)
        }
        if let deletedAt = entity.deletedAt { writer.field("deletedAt", deletedAt) }
        if showsSystem {
            if shows("createdAt") { writer.time("createdAt", entity.createdAt) }
            if shows("modifiedAt") { writer.time("modifiedAt", entity.modifiedAt) }
        }
        for attribute in entity.attributes where picking?.picks(attribute.name) ?? true {
            let instances = shown(attribute)
            guard !instances.isEmpty else { continue }
            writer.key(naming.compact(attribute.name))
            write(instances, of: attribute.name, into: &writer)
        }
    }

    /// Type names, one as a text and more as an array.
    func types(_ types: [String], _ key: String, into writer: inout JSONWriter) {
        if types.count == 1 {
            writer.field(key, naming.compact(types[0]))
        } else {
            writer.array(key) { for type in types { $0.value(naming.compact(type)) } }
        }
    }

    static func texts(_ texts: [String], _ key: String, into writer: inout JSONWriter) {
        if texts.count == 1 {
            writer.field(key, texts[0])
        } else {
            writer.array(key) { for text in texts { $0.value(text) } }
        }
    }

    func shows(_ member: String) -> Bool { picking?.picks(member: member) ?? true }

    /// The instances of the data sets that are shown.
    func shown(_ attribute: Attribute) -> [Instance] {
        guard let datasets else { return attribute.instances }
        return attribute.instances.filter { datasets.contains($0.datasetId ?? "@none") }
    }

    private func write(_ instances: [Instance], of name: String, into writer: inout JSONWriter) {
        if instances.count == 1, isPlainlyGone(instances[0], name) { return writer.value(Fragment.null) }
        let inner = InstanceWriting(representation: self, name: name)
        if form == .simplified {
            inner.writeSimplified(instances, into: &writer)
        } else if instances.count == 1 {
            inner.write(instances[0], isAlone: true, into: &writer)
        } else {
            writer.array { for instance in instances { inner.write(instance, isAlone: false, into: &$0) } }
        }
    }

    /// Whether an attribute went and nothing is to be told of it but that (5.8.6).
    private func isPlainlyGone(_ instance: Instance, _ name: String) -> Bool {
        instance.deletedAt != nil && instance.datasetId == nil && !showsSystem && instance.value.isGone
            && previous?(name, nil) == nil
    }

    /// As this one, for entities one step further.
    func following(_ name: String) -> Representation {
        var next = self
        next.picking = picking?.inside(name)
        next.joining?.level -= 1
        if next.joining?.level ?? 0 < 1 { next.joining = nil }
        next.previous = nil
        return next
    }

    /// As this one, for the attributes of attributes, which are shown whole and lead nowhere (C.2.2).
    func beneath() -> Representation {
        var next = self
        next.joining = nil
        next.picking = nil
        next.datasets = nil
        next.previous = nil
        next.shownTime = nil
        return next
    }
}
