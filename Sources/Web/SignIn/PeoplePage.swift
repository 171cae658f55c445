// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Who holds which role in a tenant, for its administrators and the operator's.
struct PeoplePage {
    private let request: Request
    private let ui: UI
    private let slug: String

    /// - Throws: `Refusal.notFound` for anybody else.
    init(_ request: Request) throws {
        self.request = request
        ui = request.ui
        slug = request["tenant"]
        guard request.mayAdminister(slug) else { throw Refusal.notFound }
    }

    private var address: Href { "/t/\(slug)/people" }
    private var accounts: Accounts { request.site.accounts }

    func answer() throws -> Response { request.page(try page(AskedForm(ui: ui))) }

    func grant() async throws -> Response {
        let form = try await request.form()
        do {
            let (person, role, until) = try read(form)
            try await accounts.grant(
                role, in: slug, to: person, until: until, by: request.networkActor,
                at: request.now)
            let waits = try accounts.hasWaitingRoles(person)
            return .seeOther(address.with(["done": waits ? "waiting" : "granted"]))
        } catch let problems as Problems {
            let asked = AskedForm(ui: ui, typed: form, problems: problems)
            return request.page(try page(asked), status: 422)
        }
    }

    func end() async throws -> Response {
        let form = try await request.form()
        let members = try accounts.members(of: slug)
        guard let member = members.first(where: { $0.membership.id.text == form["id"] }) else {
            throw Refusal.notFound
        }
        try await accounts.endRole(
            member.membership.id, by: request.networkActor, at: request.now)
        let isOwn = member.membership.person == request.visitor.person
        return .seeOther(isOwn ? "/work" : address.with(["done": "ended"]))
    }

    private func read(_ form: FormData) throws -> (RecordID, Role, Day?) {
        var problems = Problems()
        let email = form["email"] ?? ""
        let person = try accounts.person(email: email)
        if email.allSatisfy(\.isWhitespace) {
            problems.add("email", "required", Phrase("problem.required"))
        } else if person == nil {
            problems.add("email", "not_found", Phrase("problem.no_such_email"))
        }
        let role = Role.all.first { $0.rawValue == form["role"] }
        if role == nil { problems.add("role", "required", Phrase("problem.required.choice")) }
        let parts = DateParts("until_day", in: form)
        let until = TypedDay.iso(
            "\(parts.day) \(parts.month) \(parts.year)", months: TypedDay.months(ui.words)
        ).flatMap { Day(iso: $0) }
        if !parts.isEmpty, until == nil {
            problems.add("until_day", "not_a_day", Phrase("problem.not_a_day"))
        }
        try problems.check()
        guard let person, let role else { throw problems }
        return (person, role, until)
    }

    private func page(_ form: AskedForm) throws -> Page {
        let roles = Role.all.map {
            UI.Option($0.rawValue, ui.name(of: $0), hint: ui("people.role.\($0.rawValue).hint"))
        }
        let title = ui("people.title")
        var page = Page(
            title, width: .wide,
            """
            \(form.summary)<h1>\(title)</h1>
            \(try table())
            \(if: request.mayAdministerNetwork, """
                <p>\(ui.link(ui("people.find.title"), "/people"))</p>
                """)
            <h2>\(ui("people.grant.title"))</h2>
            <p>\(ui("people.grant.text"))</p>
            \(ui.form(address, hidden: [("csrf", request.csrf)], """
                \(ui.textInput(
                    form.ask("email"), value: form.value("email"), kind: .email, width: .half,
                    autocomplete: "off"))
                \(ui.radios(form.ask("role"), roles, chosen: form.value("role")))
                \(ui.dateInput(
                    form.ask("until_day", isOptional: true),
                    value: DateParts("until_day", in: form.typed)))
                \(ui.buttons(ui.button(ui("people.grant.button"))))
                """))
            """)
        page.hasErrors = !form.problems.all.isEmpty
        page.isPrivate = true
        page.breadcrumbs = [UI.Link(try request.placeName(slug), "/t/\(slug)")]
        if let done = request.query["done"], ["granted", "waiting", "ended"].contains(done) {
            page.notice = UI.Notice("<p>\(ui("people.done.\(done)"))</p>")
        }
        return page
    }

    /// The administrators of the network go on from here to somebody's sessions.
    private func name(of member: Member) -> HTML {
        guard request.mayAdministerNetwork else { return "\(member.name)" }
        return ui.link(member.name, "/people/\(member.membership.person.text)")
    }

    /// By which provider's word a role is held, where it is by one's.
    private func source(of member: Member) -> HTML {
        guard let source = member.membership.source else { return "" }
        let label = accounts.policy.provider(source)?.label(in: ui.language) ?? source
        return "<br>\(ui("people.member.source", ["provider": label]))"
    }

    /// That it does not hold yet.
    private func waiting(_ member: Member) -> HTML {
        member.isWaiting ? "<br>\(ui.tag(ui("people.member.waiting"), .attention))" : ""
    }

    private func table() throws -> HTML {
        let rows = try accounts.members(of: slug).map { member -> [HTML] in
            let role = ui.name(of: Role(rawValue: member.membership.role))
            return [
                name(of: member), "\(member.email)", "\(role)\(source(of: member))\(waiting(member))",
                member.membership.from.map { ui.day($0) } ?? "",
                member.membership.until.map { ui.day($0) } ?? "\(ui("people.member.no_end"))",
                ui.rowButton(
                    "/t/\(slug)/people/end", ui("people.member.end"),
                    about: "\(member.name), \(role)",
                    hidden: [("csrf", request.csrf), ("id", member.membership.id.text)]),
            ]
        }
        if rows.isEmpty { return ui.emptyState(ui("people.empty")) }
        let columns = ["name", "email", "role", "from", "until", "action"].map {
            UI.Column(ui("people.member.\($0)"))
        }
        return ui.table(ui("people.caption"), columns, rows)
    }
}
