// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The acknowledgement of a submission: for its author alone, to be printed and kept.
enum SayReceipt {
    @Sendable static func answer(_ request: Request) throws -> Response {
        let store = try request.tenant()
        guard let id = RecordID(request["submission"]) else { throw Refusal.notFound }
        let found = try store.read(as: .system("pages")) { reader in
            try reader.find(Submission.self, id).flatMap { submission in
                try reader.find(Application.self, submission.application)
                    .map { (submission, $0) }
            }
        }
        guard let (submission, application) = found, let person = request.visitor.person,
            submission.person == person, application.id.text == request["id"]
        else { throw Refusal.notFound }
        let ui = request.ui
        let href = PublicCase.href(store.tenant.slug, submission.application)
        var page = Page(
            ui("case.receipt.title"),
            """
            \(letter(submission, application.fields, store.tenant, ui))
            \(ui.buttons(ui.linkButton(ui("case.receipt.case"), href)))
            """)
        page.isPrivate = true
        page.back = UI.Link(ui("case.say.back"), href)
        return request.page(page)
    }

    /// What people quote: short enough to be read out, and found again by it.
    static func reference(_ id: RecordID) -> String {
        let digits = id.text.filter { $0 != "-" }.suffix(8).uppercased()
        return "\(digits.prefix(4))-\(digits.suffix(4))"
    }

    private static func letter(
        _ submission: Stored<Submission>, _ application: Application, _ tenant: Tenant, _ ui: UI
    ) -> HTML {
        let lines = (submission.address ?? "").split(whereSeparator: \.isNewline).map(String.init)
        let paid = submission.feeReference.flatMap { $0 == "–" ? nil : $0 }
        return ui.letter(
            UI.Letter(
                title: ui("case.receipt.title"),
                sender: [ui.name(of: tenant), ui("planning.letter.office")],
                addressee: [submission.name] + lines,
                date: submission.receivedOn.map(ui.day) ?? "",
                references: [
                    (ui("register.column.number"), application.fileNumber ?? "–"),
                    (ui("case.receipt.reference"), reference(submission.id)),
                ] + (paid.map { [(ui("case.receipt.fee"), $0)] } ?? []),
                signature: [ui("planning.letter.signature"), ui.name(of: tenant)],
                foot: "<p>\(ui("case.receipt.foot"))</p>",
                """
                <p>\(ui("case.receipt.text", [
                    "file": application.fileNumber ?? "", "site": application.address ?? "",
                    "day": submission.receivedOn?.description ?? "",
                ]))</p>
                <p><strong>\(ui("case.receipt.keep"))</strong></p>
                <h2>\(ui("case.receipt.words"))</h2>
                \(ui.prose(submission.text))
                \(if: !submission.files.isEmpty,
                    "<ul>\(submission.files.map { "<li>\(ui.described($0))</li>" })</ul>")
                """))
    }
}
