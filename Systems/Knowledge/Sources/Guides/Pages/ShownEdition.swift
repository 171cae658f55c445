// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// An edition with its sections, as far as the reader may read it.
struct ShownEdition {
    let guide: Stored<Guide>
    let edition: Stored<Edition>
    let sections: [Stored<Section>]

    /// - Parameter number: nil: the edition that stands.
    /// - Throws: `Refusal.notFound` if it is not there for the reader.
    init(_ context: DerivedContext, guide id: RecordID, number: Int? = nil) throws {
        let shown = try context.store.read(as: .system("pages")) { reader -> ShownEdition? in
            guard let guide = try reader.find(Guide.self, id), let number = number ?? guide.edition,
                let edition = try reader.list(
                    Edition.self,
                    Query([
                        .field("guide", is: id), .field("number", is: number),
                        .init("state", .notEqual, .text(State.withdrawn.rawValue)),
                    ])).first
            else { return nil }
            return try ShownEdition(guide, edition, reader)
        }
        self = try shown.readable(by: context.actor)
    }

    /// The edition of that id.
    init(_ context: DerivedContext, edition id: RecordID) throws {
        let shown = try context.store.read(as: .system("pages")) { reader -> ShownEdition? in
            guard let edition = try reader.find(Edition.self, id),
                let guide = try reader.find(Guide.self, edition.guide)
            else { return nil }
            return try ShownEdition(guide, edition, reader)
        }
        self = try shown.readable(by: context.actor)
    }

    init(_ guide: Stored<Guide>, _ edition: Stored<Edition>, _ reader: Reader) throws {
        self.guide = guide
        self.edition = edition
        sections = try reader.list(
            Section.self,
            Query(
                [
                    .field("edition", is: edition.id),
                    .init("state", .notEqual, .text(State.removed.rawValue)),
                ], order: "position", limit: GuideActions.mostSections * 2))
    }

    /// What is read of each section, by its anchor.
    var plain: [(anchor: String, plain: String)] {
        sections.map { ($0.anchor, GuideText($0.text).plain) }
    }

    var parts: [EditionDifference.Part] {
        sections.map { .init(anchor: $0.anchor, title: $0.title, text: $0.text) }
    }

    /// The address of this very edition.
    func href(_ slug: String, _ anchor: String? = nil, key: String? = nil) -> Href {
        let page: Href = "/t/\(slug)/knowledge/guides/\(guide.id.text)/editions/\(edition.number)"
        let address = page.with(["key": key]).string
        return Href(anchor.map { "\(address)#\(Href.encoded($0))" } ?? address) ?? page
    }

    /// How a section, or the whole, is cited: title, section, edition, body, day, address.
    func citation(_ section: Stored<Section>?, _ context: DerivedContext) -> String {
        let ui = context.ui
        let address = context.request.site.configuration.address
            + href(context.slug, section?.anchor).string
        let day = edition.publishedOn.map { ui.words.day($0, in: ui.language) }
        let facts = [
            edition.title, section.map { "“\($0.title)”" },
            ui("knowledge.edition.nth", ["number": String(edition.number)]),
            ui.name(of: context.store.tenant), day, address,
        ]
        return facts.compactMap { $0 }.joined(separator: ", ")
    }
}

extension ShownEdition? {
    fileprivate func readable(by actor: Actor) throws -> ShownEdition {
        guard let self, Edition.kind.permits(actor, toRead: self.edition.row.grounds) else {
            throw Refusal.notFound
        }
        return self
    }
}
