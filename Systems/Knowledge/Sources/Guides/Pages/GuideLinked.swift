// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// A guide as linked data: an asset in ADMS with its editions, and an article in schema.org.
struct GuideLinked {
    let guide: Stored<Guide>
    /// The editions that are out, oldest first.
    let editions: [Stored<Edition>]
    private let item: LinkedItem
    private let words: Words

    init(_ guide: Stored<Guide>, _ context: DerivedContext) throws {
        self.guide = guide
        item = LinkedItem(context, guide.id, guide.language)
        words = context.request.site.words
        editions = try context.store.read(as: .system("pages")) { reader in
            try reader.list(
                Edition.self,
                Query(
                    [.field("guide", is: guide.id), .state(.published, .replaced)], order: "number",
                    limit: 500))
        }.filter { $0.seenBy == .everyone }
    }

    var answer: Response { item.answer(node) }

    var node: LinkedNode {
        var node = asset(item.iri, guide.title, guide.summary)
        node.add("dct:identifier", item.urn)
        node.add("adms:status", status(isCurrent: guide.state == .published))
        node.add("dcat:version", guide.edition.map { .plain(String($0)) })
        node.add("dct:issued", guide.publishedOn.map(LinkedValue.day))
        node.add("dct:modified", .instant(guide.recordedAt))
        node.add("dct:valid", .day(guide.expiresOn))
        node.add("dct:audience", .all(guide.readers.all.map(reader)))
        node.add("dcat:hasVersion", .all(editions.map { .node(edition($0)) }))
        node.add("dcat:distribution", .all([distribution(.html), distribution(.json)]))
        article(&node)
        return node
    }

    private func article(_ node: inout LinkedNode) {
        node.types.append("schema:Article")
        node.add("schema:headline", item.text(guide.title))
        node.add("schema:abstract", item.text(guide.summary))
        node.add("schema:inLanguage", item.inLanguage)
        node.add("schema:url", .iri(item.iri))
        node.add("schema:version", guide.edition.map { .plain(String($0)) })
        node.add("schema:datePublished", guide.publishedOn.map(LinkedValue.day))
        node.add("schema:dateModified", .instant(guide.recordedAt))
        node.add("schema:expires", .day(guide.expiresOn))
        node.add("schema:publisher", item.organisation)
        node.add("schema:about", item.keyword(guide.topic))
        node.add("schema:hasPart", .all((guide.contents?.asArray ?? []).compactMap(part)))
    }

    private func part(_ content: JSON) -> LinkedValue? {
        guard let anchor = content["anchor"]?.asString, let title = content["title"]?.asString else {
            return nil
        }
        let address = "\(item.iri)#\(Href.encoded(anchor))"
        return .node(
            LinkedNode(
                address, ["schema:WebPageElement"],
                ["schema:name": item.text(title), "schema:url": .iri(address)]))
    }

    private func edition(_ edition: Stored<Edition>) -> LinkedNode {
        let address = address(of: edition)
        var node = asset(address, edition.title, edition.about ?? guide.summary)
        node.add("dct:identifier", .plain("urn:uuid:\(edition.id.text)"))
        node.add("adms:status", status(isCurrent: edition.state == .published))
        node.add("dcat:version", .plain(String(edition.number)))
        node.add("adms:versionNotes", item.text(edition.about))
        node.add("dct:issued", edition.publishedOn.map(LinkedValue.day))
        let place = editions.firstIndex { $0.id == edition.id } ?? 0
        if place > 0 { node.add("xhv:prev", .iri(self.address(of: editions[place - 1]))) }
        if place + 1 < editions.count { node.add("xhv:next", .iri(self.address(of: editions[place + 1]))) }
        return node
    }

    private func address(of edition: Stored<Edition>) -> String { "\(item.iri)/editions/\(edition.number)" }

    /// What a guide and an edition of it have in common.
    private func asset(_ iri: String, _ title: String, _ description: String) -> LinkedNode {
        LinkedNode(
            iri, ["dcat:Dataset", "adms:Asset"],
            [
                "dct:title": item.text(title),
                "dct:description": item.text(description.isEmpty ? title : description),
                "dct:identifier": .plain(iri), "dct:publisher": item.publisher,
                "dcat:contactPoint": item.contact(nil), "dcat:theme": item.theme(guide.topic),
                "dcat:keyword": item.keyword(guide.topic), "dct:language": item.languages,
                "dct:accessRights": EUTables.isPublic,
                "dcat:landingPage": .node(LinkedNode(iri, ["foaf:Document"])),
            ])
    }

    private func distribution(_ format: Format) -> LinkedValue {
        let address = format == .html ? item.iri : "\(item.iri).\(format.rawValue)"
        let (type, media) = EUTables.file(format)
        return .node(
            LinkedNode(
                "\(address)#distribution", ["dcat:Distribution", "adms:AssetDistribution"],
                [
                    "dct:title": .plain(format.name),
                    "dct:description": item.text(guide.summary.isEmpty ? guide.title : guide.summary),
                    "dcat:accessURL": .iri(address), "dct:format": type, "dcat:mediaType": media,
                    "dct:license": NetworkCatalogue(item.request).licence, "dct:language": item.languages,
                    "dcatap:availability": EUTables.isStable,
                ]))
    }

    private func status(isCurrent: Bool) -> LinkedValue {
        isCurrent
            ? EUTables.adms("status/Completed", "Completed")
            : EUTables.adms("status/Deprecated", "Deprecated")
    }

    private func reader(_ role: ReaderRole) -> LinkedValue {
        let labels = words.languages.map {
            LinkedValue.text(words("knowledge.guide.readers.\(role.rawValue)", in: $0), in: $0)
        }
        return .node(
            LinkedNode(
                item.request.address("/guides?readers=\(role.rawValue)"), ["skos:Concept"],
                ["skos:prefLabel": .all(labels)]))
    }
}
