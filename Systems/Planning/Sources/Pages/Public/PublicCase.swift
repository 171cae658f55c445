// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// One case as everyone may see it: made from what is published of it alone, with its clocks worked
/// out anew from the published days.
struct PublicCase: Sendable {
    let item: RegisterItem
    let publication: Publication
    let tenant: Tenant
    /// The application with its public fields; every other is as if nobody had said it.
    let application: Application
    /// When it is read: now, or the past moment asked for.
    let moment: Moment
    let clocks: [ClockAnswer]
    let say: HaveYourSay

    /// - Parameters:
    ///   - item: with its whole publication.
    ///   - explaining: whether clocks say how they came about; lists leave that out.
    init?(
        _ item: RegisterItem, of tenant: Tenant, law: Law, at now: Instant, explaining: Bool = true
    ) {
        guard item.kind == PublishedKind.application.name, let publication = item.publication
        else { return nil }
        self.item = item
        self.publication = publication
        self.tenant = tenant
        application = Self.application(publication.body)
        moment = law.moment(tenant: tenant, actor: .visitor, system: "planning", at: now)
        clocks = application.clocks(at: moment, explaining: explaining)
        say = haveYourSay(from: clocks, rules: moment.rules, on: moment.today)
    }

    /// The case the path names, as it is published or was at the moment asked for.
    /// - Returns: nil if it is not public then.
    /// - Throws: `Refusal.notFound` for an authority that there is not.
    static func find(_ request: Request, asOf: Instant? = nil) throws -> PublicCase? {
        let network = request.site.network
        guard let tenant = try network.find(request["tenant"]), let id = RecordID(request["id"])
        else { throw Refusal.notFound }
        let item = try network.register.item(tenant: tenant.slug, record: id, asOf: asOf)
        return item.flatMap {
            PublicCase($0, of: tenant, law: network.law, at: asOf ?? request.now)
        }
    }

    var id: RecordID { item.record }
    var state: State { State(rawValue: item.status) }
    var zone: Zone { moment.calendar.jurisdiction.zone }
    var today: Day { moment.today }

    /// Whether anyone may have their say today. A case that is over takes no submissions, whatever
    /// is left of an announced period.
    var isOpen: Bool { say.state == .open && PlanningActions.open.contains(state) }

    /// What it is called: its address, or its number where nobody said one.
    var title: String { item.title.isEmpty ? item.reference : item.title }

    /// Whether the authority's notice of the decision can be read here. That of a case taken in
    /// from elsewhere is a document of its own.
    var hasNotice: Bool {
        application.decision != nil && application.decidedOn != nil && elsewhere == nil
    }

    /// What its own authority says of a case that was taken in from elsewhere.
    var elsewhere: JSON? { publication.body["elsewhere"] }

    /// Where it stands, as a tag. A case that went to appeal without a decision is under appeal,
    /// though it is over for its authority.
    func tag(_ ui: UI) -> HTML {
        guard application.decision == nil, let state = elsewhere?["state"]?.asString,
            state.hasPrefix("appeal") || state == ODPState.highCourt.rawValue
        else { return CaseSummary.tag(self.state, ui) }
        return ui.tag(ui("case.elsewhere.\(state)"), .attention)
    }

    /// Its page.
    var href: Href { Self.href(tenant.slug, id) }

    /// The page of a case.
    static func href(_ slug: String, _ id: RecordID) -> Href {
        "/register/planning/\(slug)/\(id.text)"
    }

    /// Where its documents are opened.
    var documents: Href { "/t/\(tenant.slug)/documents/planning/applications/\(id.text)" }

    /// A clock by its name.
    func clock(_ name: String) -> ClockAnswer? { clocks.first { $0.name == name } }

    private static func application(_ body: JSON) -> Application {
        var values = Values()
        for name in Application.publicFields {
            guard let field = Application.kind.field(name), let json = body[name] else { continue }
            values[name] = try? field.value(json)
        }
        return Application(values: values)
    }
}
