// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The page of an action: its form, and what becomes of it when it is sent.
///
/// Nothing typed is ever lost: with a mistake the form comes back as it was sent; if somebody else
/// changed the record meanwhile, or the action cannot be taken any more, what was typed stands on
/// the page that says so.
public struct ActionPage: Sendable {
    public let context: DerivedContext
    public let action: ActionKind
    /// The record it is taken on; nil for one that makes a new record.
    public let found: DerivedContext.Found?

    // What a system's own page of an action has beside what is derived.
    /// What stands between the heading and the form.
    public var above: HTML = ""
    /// What stands in the form before its fields, such as further questions.
    public var inside: @Sendable (Draft) -> HTML = { _ in "" }
    /// The answers offered for fields that name a person or a record, in place of those derived.
    public var options: [String: [UI.Option]] = [:]
    /// Texts of fields that nobody is asked for: the page knows them.
    public var filled: @Sendable (Draft) -> [String: String] = { _ in [:] }
    /// The names of those fields, and of others that are not asked for here.
    public var unasked: Set<String> = []
    /// How wide the page is.
    public var width = Page.Width.reading
    /// The text of the form's button; nil: the action's name.
    public var button: String?
    /// Where one is led once it is done; nil: to the record.
    public var next: (@Sendable (Outcome) -> Href)?

    /// The page of an action on the record the path names.
    /// - Throws: `Refusal` if the record is not there for the actor or the action is not theirs.
    public init(_ context: DerivedContext, _ action: ActionKind) throws {
        self.context = context
        self.action = action
        found = action.isCreating ? nil : try context.find()
        guard action.permits(context.actor, on: found?.whole.grounds) else {
            throw context.actor == .visitor ? Refusal.signIn : Refusal.forbidden
        }
    }

    var ui: UI { context.ui }
    var words: FieldWords { FieldWords(ui, action: action) }

    /// The fields people fill in.
    var fields: [FieldDescription] {
        action.input.filter { !$0.isDerived && $0.kind != .json && !unasked.contains($0.name) }
    }

    /// What stands in the form beside its fields.
    public struct Draft: Sendable {
        public var form: TypedForm
        public var problems = Problems()
        /// The version of the record the person has seen; nil for a new record.
        public var version: Int?
        /// The key under which this very act is done once, however often it is sent.
        public var key: String
        /// The part of the earth each place's map shows, where one has been asked for.
        public var views: [String: Bounds] = [:]

        public init(form: TypedForm, version: Int?, key: String) {
            self.form = form
            self.version = version
            self.key = key
        }
    }

    /// The empty form, or as far as it is known beforehand.
    public func blank() throws -> Draft {
        let known = action.prefill(found?.whole, context.moment).filter(isAnswer)
        return Draft(
            form: TypedForm(known, of: fields, zone: context.zone), version: found?.whole.version,
            key: try Secret.new())
    }

    /// Whether what is known beforehand answers the question. A property's default does not: no,
    /// the first choice and nought count only where the record itself says so.
    private func isAnswer(_ name: String, _ value: Value) -> Bool {
        if let row = found?.whole, row.values[name] == value { return true }
        switch action.input.first(where: { $0.name == name })?.kind {
        case .flag?, .integer?, .money?: return value != 0
        case .decimal?: return value != "0"
        case .choice?: return false
        // The first day there is stands for none.
        case .day?: return value != Day.first.stored
        default: return true
        }
    }

    /// Answers the request for the form.
    public func show() throws -> Response {
        if let found, let obstacle = action.hindrance(on: found.whole, at: context.moment) {
            return context.request.page(try hindered(obstacle, nil), status: 409)
        }
        return try answer(blank())
    }

    /// The page with the form.
    public func page(_ draft: Draft) throws -> Page {
        let form = try form(draft)
        let mistakes = ui.mistakes(draft.problems, in: words, on: form)
        let about = found.map { context.title(of: $0.shown) }
        var page = Page(
            about.map { "\(ui.name(of: action)) – \($0)" } ?? ui.name(of: action), width: width,
            """
            \(ui.errorSummary(mistakes))
            \(about.map { "<p class=\"lead\">\($0)</p>" })
            <h1>\(ui.name(of: action))</h1>
            \(intro)\(above)
            \(form)
            """)
        page.hasErrors = !mistakes.isEmpty
        page.isPrivate = true
        if hasMap { (page.styles, page.scripts) = ([UI.mapStyle], [UI.mapScript]) }
        page.back =
            found.map { UI.Link(ui("web.back"), context.href($0.whole.id)) }
            ?? UI.Link(ui("web.back"), context.list)
        return page
    }

    /// What `Words/` says of the action under `SYSTEM.action.NAME.intro`.
    private var intro: HTML {
        let key = "\(action.system).action.\(action.name).intro"
        return ui.words.find(key, in: ui.language).map(ui.prose) ?? ""
    }

    /// The answers there are for fields that name something.
    func answers() throws -> [String: [UI.Option]] {
        try LinkOptions(context).options(for: fields).merging(options) { _, own in own }
    }

    /// The form alone, with everything it sends along.
    public func form(_ draft: Draft, button: String? = nil) throws -> HTML {
        var input = FieldInput(ui, words: words)
        input.currency = context.currency
        input.options = try answers()
        input.map = { field, _ in picker(field, draft) }
        let hidden = [
            ("csrf", context.request.csrf), ("once", draft.key),
            ("version", draft.version.map(String.init) ?? ""),
        ]
        return ui.form(
            context.href(action, on: found?.whole.id), hidden: hidden, isMultipart: isMultipart,
            isGuarded: !fields.isEmpty,
            """
            \(inside(draft))
            \(input.fields(fields, typed: draft.form.texts, problems: draft.problems))
            \(ui.buttons(ui.button(button ?? self.button ?? ui.name(of: action))))
            """)
    }

    private var isMultipart: Bool {
        fields.contains { field in
            if case .files = field.kind { true } else { field.kind == .geometry }
        }
    }

    /// That it cannot be done now, why, and what had been typed.
    func hindered(_ reason: Phrase, _ form: TypedForm?) throws -> Page {
        let answers = try answers()
        let back = found.map { context.href($0.whole.id) } ?? context.list
        var page = Page(
            ui("derived.notNow.title"),
            """
            <h1>\(ui("derived.notNow.title"))</h1>
            <p>\(ui("derived.notNow.action", ["action": ui.name(of: action)]))</p>
            <p>\(ui.text(of: reason))</p>
            \(form.map { ui.typedAgain($0, fields, words, answers) })
            \(ui.buttons(ui.linkButton(ui("derived.notNow.back"), back)))
            """)
        page.isPrivate = true
        return page
    }
}
