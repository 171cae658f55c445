// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Writes histories: all of each instance (GS CIM 009, 4.5.6), values with their times (4.5.9), or what
/// has been brought together (4.5.19). They run as their pages do (6.3.10): forward, but backward where the
/// last ones are asked for.
struct HistoryWriting: Sendable {
    private let representation: Representation
    private let simplified: Representation
    private let query: TemporalQuery

    /// Names, language, projection and system attributes are those of the representation.
    init(_ representation: Representation, _ query: TemporalQuery) {
        var whole = representation
        if whole.form == .simplified { whole.form = .normalized }
        whole.joining = nil
        whole.shownTime = query.property
        self.representation = whole
        whole.form = .simplified
        simplified = whole
        self.query = query
    }

    private func inOrder(_ instances: [Instance]) -> [Instance] {
        query.lastN == nil ? instances.reversed() : instances
    }

    /// The normalized form, or the concise one: for each attribute an array of its instances.
    func write(_ history: History, into writer: inout JSONWriter, context: JSON? = nil) {
        frame(history, into: &writer, context) { writer in
            if !history.scope.isEmpty, representation.shows("scope") {
                series(history.scope, "scope", name: "scope", into: &writer)
            }
            for attribute in shown(history.attributes) {
                let key = representation.naming.compact(attribute.name)
                series(attribute.instances, key, name: attribute.name, into: &writer)
            }
        }
    }

    /// The simplified form, `temporalValues`.
    func writeValues(_ history: History, into writer: inout JSONWriter, context: JSON? = nil) {
        frame(history, into: &writer, context) { writer in
            if !history.scope.isEmpty, representation.shows("scope") {
                writer.key("scope")
                values([history.scope], name: "scope", into: &writer)
            }
            for attribute in shown(history.attributes) {
                writer.key(representation.naming.compact(attribute.name))
                values(attribute.byKindAndDataset, name: attribute.name, into: &writer)
            }
        }
    }

    /// What has been brought together of what is shown, `aggregatedValues`.
    func write(
        _ all: [Aggregation.Series], _ aggregation: Aggregation, of history: History,
        into writer: inout JSONWriter, context: JSON? = nil
    ) {
        // Those of one attribute need not stand side by side: some may come from rows, some not.
        let groups = Dictionary(grouping: all, by: \.name)
        frame(history, into: &writer, context) { writer in
            var seen: Set<String> = []
            for name in all.lazy.map(\.name) where seen.insert(name).inserted {
                writer.key(representation.naming.compact(name))
                write(groups[name] ?? [], aggregation, into: &writer)
            }
        }
    }

    private func frame(
        _ history: History, into writer: inout JSONWriter, _ context: JSON?,
        _ body: (inout JSONWriter) -> Void
    ) {
        writer.object { writer in
            if let context { writer.field("@context", context) }
            if representation.shows("id") { writer.field("id", history.id) }
            if representation.shows("type") {
                representation.types(history.types, "type", into: &writer)
            }
            if representation.showsSystem {
                if representation.shows("createdAt") { writer.time("createdAt", history.createdAt) }
                if representation.shows("modifiedAt") { writer.time("modifiedAt", history.modifiedAt) }
            }
            if let deletedAt = history.deletedAt, representation.showsSystem || query.property == .deletedAt {
                writer.field("deletedAt", deletedAt)
            }
            body(&writer)
        }
    }

    /// A history with what of it is shown.
    func shown(_ history: History) -> History {
        var history = history
        history.attributes = shown(history.attributes)
        history.brought = history.brought.filter { row in
            picks(row.name) && representation.datasets?.contains(row.datasetId ?? "@none") ?? true
        }
        return history
    }

    private func picks(_ name: String) -> Bool { representation.picking?.picks(name) ?? true }

    /// The attributes that are picked, with the instances of the data sets that are asked for.
    private func shown(_ attributes: [Attribute]) -> [Attribute] {
        attributes.compactMap { attribute in
            guard picks(attribute.name) else { return nil }
            guard let datasets = representation.datasets else { return attribute }
            let instances = attribute.instances.filter { datasets.contains($0.datasetId ?? "@none") }
            return instances.isEmpty ? nil : Attribute(attribute.name, instances)
        }
    }

    private func series(
        _ instances: [Instance], _ key: String, name: String, into writer: inout JSONWriter
    ) {
        let inner = InstanceWriting(representation: representation, name: name)
        writer.array(key) { writer in
            for instance in inOrder(instances) { inner.write(instance, isAlone: false, into: &writer) }
        }
    }

    private func values(_ groups: [[Instance]], name: String, into writer: inout JSONWriter) {
        if groups.count == 1 { return values(groups[0], name, into: &writer) }
        writer.array { for group in groups { values(group, name, into: &$0) } }
    }

    /// The values of one kind and data set. In one language, texts are those of a Property (4.15).
    private func values(_ group: [Instance], _ name: String, into writer: inout JSONWriter) {
        guard let first = group.first else { return writer.object { _ in } }
        let isChosen = representation.language != nil && first.value.kind == .language
        let kind = isChosen ? AttributeKind.property : first.value.kind
        let inner = InstanceWriting(representation: simplified, name: name)
        writer.object { writer in
            writer.field("type", kind.rawValue)
            if let datasetId = first.datasetId { writer.field("datasetId", datasetId) }
            writer.array(kind.seriesKey) { writer in
                for instance in inOrder(group) {
                    writer.array { writer in
                        inner.writeSimplified(instance.value, into: &writer)
                        let isObserved = query.property == .observedAt && instance.observedAt != nil
                        let digits = isObserved ? instance.observedDigits : 0
                        writer.value(query.time(of: instance), digits: digits)
                    }
                }
            }
        }
    }

    private func write(
        _ group: [Aggregation.Series], _ aggregation: Aggregation, into writer: inout JSONWriter
    ) {
        if group.count == 1, let series = group.first { return write(series, aggregation, into: &writer) }
        writer.array { for series in group { write(series, aggregation, into: &$0) } }
    }

    private func write(
        _ series: Aggregation.Series, _ aggregation: Aggregation, into writer: inout JSONWriter
    ) {
        writer.object { writer in
            writer.field("type", series.kind.rawValue)
            if let datasetId = series.datasetId { writer.field("datasetId", datasetId) }
            for (place, method) in aggregation.methods.enumerated() {
                writer.array(method.rawValue) { writer in
                    for bucket in series.buckets {
                        guard let value = bucket.values[place] else { continue }
                        writer.array { writer in
                            writer.value(value)
                            writer.value(bucket.start)
                            writer.value(bucket.end)
                        }
                    }
                }
            }
        }
    }
}
