// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Web

/// A practice as linked data: an article that tells what was done, and what became of it elsewhere.
struct PracticeLinked {
    private let practice: Stored<Practice>
    private let item: LinkedItem
    private let reuses: [Reuse]

    init(_ practice: Stored<Practice>, _ reuses: [Reuse], _ context: DerivedContext) {
        self.practice = practice
        self.reuses = reuses
        item = LinkedItem(context, practice.id, practice.language)
    }

    var answer: Response { item.answer(node) }

    var node: LinkedNode {
        LinkedNode(
            item.iri, ["schema:Article", "foaf:Document"],
            [
                "dct:title": item.text(practice.title),
                "dct:abstract": item.text(practice.problem),
                "dct:description": item.text(practice.solution),
                "dct:identifier": .all([.plain(item.iri), item.urn]),
                "dct:publisher": item.publisher, "dct:language": item.languages,
                "dct:subject": item.theme(practice.topic),
                "dct:created": practice.since.map(LinkedValue.day),
                "dct:modified": .instant(practice.recordedAt),
                "dct:requires": item.text(practice.preconditions),
                "dct:provenance": practice.source.map(provenance),
                "dct:isReferencedBy": .all(reuses.map { .iri(adoption($0)) }),
                "schema:headline": item.text(practice.title),
                "schema:abstract": item.text(practice.problem),
                "schema:articleBody": item.text(whole), "schema:inLanguage": item.inLanguage,
                "schema:url": .iri(item.iri), "schema:dateModified": .instant(practice.recordedAt),
                "schema:publisher": item.organisation,
                "schema:citation": practice.source.map(LinkedValue.plain),
                "schema:keywords": item.keyword(practice.topic),
                "schema:interactionStatistic": reuses.isEmpty ? nil : .node(counter),
            ])
    }

    /// What it says of itself after the problem.
    private var whole: String {
        [practice.solution, practice.cost, practice.effect, practice.evidence].compactMap(\.self)
            .joined(separator: "\n\n")
    }

    private func provenance(_ source: String) -> LinkedValue {
        .node(LinkedNode(nil, ["dct:ProvenanceStatement"], ["rdfs:label": item.text(source)]))
    }

    private func adoption(_ reuse: Reuse) -> String {
        item.request.address("/t/\(reuse.tenant)/knowledge/adoptions/\(reuse.record.text)")
    }

    /// How many took it over.
    private var counter: LinkedNode {
        LinkedNode(
            nil, ["schema:InteractionCounter"],
            [
                "schema:interactionType": .iri("https://schema.org/UseAction"),
                "schema:userInteractionCount": .integer(reuses.count),
            ])
    }
}
