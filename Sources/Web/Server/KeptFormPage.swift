// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What somebody sees whose form could not be taken for whom they are by now. What they typed is on
/// the page, to be sent again by nobody but themselves.
struct KeptFormPage {
    private let request: Request
    private let sent: SentForm
    private var ui: UI { request.ui }

    init(_ request: Request, sent: SentForm) {
        self.request = request
        self.sent = sent
    }

    /// Of somebody who is not signed in. They do that in a second window: this one keeps what they
    /// typed. The form then comes back with a secret that holds.
    func signIn() -> Response {
        let href = ("/sign-in" as Href).with(["next": request.formPage.string])
        let link: HTML =
            isKept
            ? "<a href=\"\(href)\" target=\"_blank\">\(ui("web.kept.sign_in.window"))</a>"
            : ui.link(ui("web.sign_in"), href)
        return page(
            ui("web.page.401.title"), status: 401,
            """
            <p>\(ui(isKept ? "web.kept.sign_in" : "web.page.401.text"))</p>
            <p>\(link)</p>
            \(again("web.kept.go_on"))
            """)
    }

    /// Of a form without its sender's secret.
    func expired() -> Response {
        page(
            ui("web.kept.expired"), status: 409,
            """
            <p>\(ui(isKept ? "problem.form_expired" : "refusal.form_expired"))</p>
            \(again("web.kept.again"))
            <p>\(ui.link(ui("web.kept.open"), request.formPage))</p>
            """)
    }

    private var isKept: Bool { !sent.isSecret && !typed.isEmpty }

    /// What a person typed, beside what the form sends along by itself.
    private var typed: [(String, String)] {
        let own: Set = ["csrf", "once", "version", "from", "next"]
        return sent.kept.filter { !own.contains($0.0) }
    }

    private func again(_ button: String) -> HTML {
        guard isKept, let href = Href(request.next(request.path).string) else { return "" }
        let isMultipart = (request.headers["content-type"] ?? "").hasPrefix("multipart/")
        let pairs = request.query.pairs.map { ($0.name, Optional($0.value)) }
        let files = sent.files.joined(separator: ", ")
        return """
            \(if: !files.isEmpty, ui.warning(ui("problem.files_lost", ["names": files])))
            \(shown)
            \(ui.form(
                href.with(pairs), hidden: [("csrf", request.csrf)] + sent.kept,
                isMultipart: isMultipart, ui.buttons(ui.button(ui(button)))))
            """
    }

    /// What was typed for the fields that are known, to be looked over.
    private var shown: HTML {
        guard let words = request.fieldWords else { return "" }
        return ui.typedAgain(TypedForm(sent.texts), words.fields, words, answers(words.fields))
    }

    /// What whoever they are now may choose from.
    private func answers(_ fields: [FieldDescription]) -> [String: [UI.Option]] {
        let context = request.fieldKind.flatMap { try? DerivedContext(request, kind: $0) }
        return context.flatMap { try? LinkOptions($0).options(for: fields) } ?? [:]
    }

    private func page(_ title: String, status: Int, _ body: HTML) -> Response {
        var page = Page(
            title,
            """
            <h1>\(title)</h1>
            \(body)
            """)
        page.isPrivate = true
        return request.page(page, status: status)
    }
}
