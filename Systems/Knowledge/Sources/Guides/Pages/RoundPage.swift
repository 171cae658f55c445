// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// A comment round: until when, on what; for staff every comment; and afterwards its report.
struct RoundPage {
    private static let base = "/t/:tenant/knowledge/rounds/:id"
    private static let mostComments = 2_000

    static let routes = [
        Route(.get, base, .everyone, formats: [.json], system: "knowledge") {
            try RoundPage($0).answer()
        },
        Route(.get, "\(base)/report", .everyone, formats: [.json], system: "knowledge") {
            try RoundPage($0).report()
        },
    ]

    private let context: DerivedContext
    private let found: DerivedContext.Found
    private let round: Stored<Round>
    private var ui: UI { context.ui }
    private var isStaff: Bool { context.actor.isStaff }

    init(_ request: Request) throws {
        context = try DerivedContext(request, kind: Round.kind)
        found = try context.find()
        round = Stored<Round>(found.whole)
    }

    /// The rounds on a guide in which the reader may comment today.
    static func open(on guide: RecordID, _ context: DerivedContext) throws -> [Stored<Round>] {
        let rounds = try context.store.read(as: .system("pages")) { reader in
            try reader.list(Round.self, Query([.field("guide", is: guide), .state(.open)], limit: 50))
        }
        return rounds.filter { round in
            context.moment.today <= round.closesOn
                && Round.kind.permits(context.actor, toRead: round.row.grounds)
        }
    }

    private func answer() throws -> Response {
        if context.request.format == .json { return try RecordPage.answer(context) }
        // A planned round does not show its draft yet, a closed one does no more.
        let shown = try? ShownEdition(context, edition: round.edition)
        var page = Page(
            round.title, width: .wide,
            """
            \(if: isInvitation, invitation)
            <h1>\(round.title)</h1>
            <p>\(ui.tag(ui.state(round.state, of: Round.kind), round.state == .open ? .active : .plain)) \
            <span class="meta">\(context.words.option("open_to", round.openTo.rawValue))</span></p>
            \(ui.clock(ClockView(context).face(round.fields.clock(at: context.moment))))
            \(round.about.map(ui.prose))
            \(shown.map(text))
            \(if: round.state == .reported, ui.linkList([
                UI.Link(ui("knowledge.report"), context.href(round.id, "report"))]))
            \(if: isStaff, RecordPage.actions(found, context))
            \(try isStaff ? comments(shown) : "")
            \(if: isStaff, ui.linkList([UI.Link(ui("derived.history"), context.href(round.id, "history"))]))
            """)
        page.breadcrumbs = [
            UI.Link(ui("knowledge.guides"), "/guides"), UI.Link(ui("knowledge.rounds"), "/guides/rounds"),
        ]
        page.isPrivate = round.seenBy != .everyone
        page.notice = notice
        return context.request.page(page)
    }

    private var notice: UI.Notice? {
        let done = context.request.query["done"]
        let names = [Round.kind.name, GuideComment.kind.name]
        return GuideActions.all.first { $0.segment == done && names.contains($0.record.name) }
            .map { UI.Notice("<p>\(ui.done($0.key))</p>") }
    }

    /// Whether it was just opened for those who are invited: the one time their link is known.
    private var isInvitation: Bool {
        context.request.query["done"] == GuideActions.openRound.kind.segment
            && context.request.linkSecret != nil
    }

    private var invitation: HTML {
        let address = context.request.site.configuration.address + context.href(round.id).string
        return ui.inset(
            """
            <h2>\(ui("knowledge.invitation"))</h2><p>\(ui("knowledge.invitation.text"))</p>
            <p><code class="address">\(address)</code></p>
            """)
    }

    private func text(_ shown: ShownEdition) -> HTML {
        let isOpen = round.state == .open && context.moment.today <= round.closesOn
        let href = shown.href(context.slug, key: context.request.linkSecret)
        return """
            <p>\(ui(isOpen ? "knowledge.round.how" : "knowledge.round.text"))</p>
            \(ui.buttons(ui.linkButton(shown.edition.title, href, isOpen ? .primary : .secondary)))
            """
    }

    // MARK: Comments, for staff

    private func all() throws -> [Stored<GuideComment>] {
        try context.store.read(as: .system("pages")) { reader in
            try reader.list(
                GuideComment.self,
                Query(
                    [.field("round", is: round.id), .state(.received, .answered)], order: "id",
                    limit: Self.mostComments))
        }
    }

    private func comments(_ shown: ShownEdition?) throws -> HTML {
        let all = try all()
        let waiting = all.count { $0.state == .received }
        let columns = ["comment", "section", "outcome"].map { UI.Column(ui("knowledge.round.\($0)")) }
        let rows = all.map { comment -> [HTML] in
            let page: Href = "/t/\(context.slug)/knowledge/comments/\(comment.id.text)"
            let answer = page.inside(GuideActions.answerComment.kind.segment)
            return [
                ui.link(String(comment.text.prefix(160)), page),
                """
                \(comment.sectionTitle)\(comment.quote.map { ": “\($0.prefix(80))”" } ?? "")\
                \(lost(comment, shown))
                """,
                comment.outcome.map { ui.tag(outcome($0), tone($0)) }
                    ?? ui.link(ui("knowledge.comment.answer"), answer, about: comment.sectionTitle),
            ]
        }
        return """
            <h2>\(ui("knowledge.round.comments"))</h2>
            <p>\(ui.count("knowledge.round.waiting", waiting))</p>
            \(if: !all.isEmpty, ui.table(ui("knowledge.round.comments"), columns, rows, isCaptionSeen: false))
            """
    }

    /// That the words a comment is about are gone from the text meanwhile.
    private func lost(_ comment: Stored<GuideComment>, _ shown: ShownEdition?) -> HTML {
        guard let shown, comment.passage.standing(in: shown.plain) == .orphaned else { return "" }
        let number = ["number": ui.number(shown.edition.number)]
        return "<br>\(ui.tag(ui("knowledge.passage.orphaned", number), .attention))"
    }

    private func outcome(_ outcome: GuideComment.Outcome) -> String {
        FieldWords(ui, kind: GuideComment.kind).option("outcome", outcome.rawValue)
    }

    private func tone(_ outcome: GuideComment.Outcome) -> UI.Tone {
        switch outcome {
        case .taken: .good
        case .partly: .attention
        case .refused: .plain
        }
    }

    // MARK: The report

    /// What became of every comment, by section; of each passage, where it stands today.
    private func report() throws -> Response {
        guard round.state == .reported else { throw Refusal.notFound }
        let comments = try all().filter { GuideComment.kind.permits(context.actor, toRead: $0.row.grounds) }
        let now = try? ShownEdition(context, guide: round.guide)
        let plain = now?.plain ?? []
        if context.request.format == .json {
            return .json([
                "round": .string(round.id.text), "title": .string(round.title),
                "comments": .array(comments.map { json($0, $0.passage.standing(in: plain), now) }),
            ])
        }
        let sections = comments.reduce(into: [String]()) { names, comment in
            if !names.contains(comment.sectionTitle) { names.append(comment.sectionTitle) }
        }
        let figures = GuideComment.Outcome.allCases.map { one in
            UI.Figure(ui.number(comments.count { $0.outcome == one }), outcome(one))
        }
        var page = Page(
            "\(ui("knowledge.report")) – \(round.title)", width: .wide,
            """
            <p class="lead">\(round.title)</p>
            <h1>\(ui("knowledge.report"))</h1>
            <p class="meta">\(ui.day(round.opensOn)) – \(ui.day(round.closesOn))</p>
            \(ui.figures(figures))
            \(if: comments.isEmpty, ui.emptyState(ui("knowledge.report.none")))
            \(sections.map { title -> HTML in
                let own = comments.filter { $0.sectionTitle == title }
                return "<h2>\(title)</h2>\(own.map { item($0, $0.passage.standing(in: plain), now) })"
            })
            """)
        page.breadcrumbs = [
            UI.Link(ui("knowledge.guides"), "/guides"), UI.Link(round.title, context.href(round.id)),
        ]
        page.isPrivate = round.seenBy != .everyone
        return context.request.page(page)
    }

    private func item(
        _ comment: Stored<GuideComment>, _ standing: Passage.Standing, _ now: ShownEdition?
    ) -> HTML {
        """
        <section id="comment-\(comment.id.text)" aria-label="\(ui.name(of: GuideComment.kind))">
        \(comment.quote.map { "<blockquote><p>\($0)</p></blockquote>" as HTML })
        \(ui.prose(comment.text))
        <p class="meta">\(comment.organisation ?? ui("knowledge.comment.nobody"))\
        \(comment.saidOn.map { " · \(ui.day($0))" as HTML }) · \(place(comment, standing, now))</p>
        <p>\(comment.outcome.map { ui.tag(outcome($0), tone($0)) })</p>
        \(comment.reason.map(ui.prose))
        </section>

        """
    }

    private func place(
        _ comment: Stored<GuideComment>, _ standing: Passage.Standing, _ now: ShownEdition?
    ) -> HTML {
        guard let now else { return "\(ui("knowledge.passage.unpublished"))" }
        let anchor: String
        switch standing {
        case .inPlace: anchor = comment.anchor
        case .moved(let other): anchor = other
        case .orphaned:
            return "\(ui("knowledge.passage.orphaned", ["number": ui.number(now.edition.number)]))"
        }
        let title = now.sections.first { $0.anchor == anchor }?.title ?? anchor
        let text = ui(
            anchor == comment.anchor ? "knowledge.passage.there" : "knowledge.passage.moved",
            ["section": title, "number": ui.number(now.edition.number)])
        return ui.link(text, now.href(context.slug, anchor))
    }

    private func json(
        _ comment: Stored<GuideComment>, _ standing: Passage.Standing, _ now: ShownEdition?
    ) -> JSON {
        let place: String? =
            switch standing {
            case .inPlace: comment.anchor
            case .moved(let other): other
            case .orphaned: nil
            }
        return [
            "record": .string(comment.id.text), "anchor": .string(comment.anchor),
            "section": .string(comment.sectionTitle), "quote": .optional(comment.quote),
            "text": .string(comment.text), "organisation": .optional(comment.organisation),
            "outcome": .optional(comment.outcome?.rawValue), "reason": .optional(comment.reason),
            "nowIn": .optional(now == nil ? nil : place),
        ]
    }
}

extension Stored<GuideComment> {
    var passage: Passage { Passage(anchor: fields.anchor, quote: fields.quote) }
}

extension Round {
    /// From its first to its last day.
    func clock(at moment: Moment) -> ClockAnswer {
        var reckoning = Reckoning(moment.calendar)
        reckoning.start(on: opensOn, counting: .thatDay, saying: "clock.start.round")
        reckoning.fix(on: closesOn, saying: "clock.step.round")
        return reckoning.answer("round", .window, for: .anyone, on: moment.today)
    }
}
