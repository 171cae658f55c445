// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Store
import Web

/// The twin of the tenant a page belongs to, and what its reader may do there: the tenant's staff read
/// it, officers, managers and administrators write, and anybody reads what the tenant has opened.
struct TwinRoom: Sendable {
    let request: Request
    let hub: TwinHub
    let tenant: Tenant
    /// The twin itself.
    let base: Twin
    /// The branch of it that is looked at (`branch=`); nil: none.
    private(set) var branch: Branch?
    /// What is looked at: the branch, or the twin itself.
    private(set) var twin: Twin
    let access: TwinAccess
    /// Whether the reader comes as one of the tenant's staff.
    let isStaff: Bool
    /// The words of pages: the core context's.
    let naming = TermTable.core

    init(_ request: Request, _ hub: TwinHub) throws {
        let store = try request.tenant()
        self.request = request
        self.hub = hub
        tenant = store.tenant
        base = try hub.ready(hub.twins.twin(in: store), request.site)
        let own = TwinAccess(request.visitor, in: store.tenant)
        isStaff = own.mayRead
        access = own.mayRead ? own : try base.openness()
        guard access.mayRead else {
            throw request.visitor.isSignedIn ? Refusal.notFound : Refusal.signIn
        }
        guard let id = request.query["branch"], !id.isEmpty else {
            (branch, twin) = (nil, base)
            return
        }
        guard let found = try Branch.find(id, in: base, at: Stamp(request.now)) else {
            throw Refusal.notFound
        }
        branch = found
        twin = try hub.ready(hub.twin(of: found, off: base, request.site), request.site)
    }

    /// The same room, for whom it is meant; others are shown none.
    func admitting(_ isMeant: KeyPath<TwinRoom, Bool>) throws -> TwinRoom {
        guard self[keyPath: isMeant] else {
            throw request.visitor.isSignedIn ? Refusal.notFound : Refusal.signIn
        }
        return self
    }

    /// The same room, where no branch is looked at: for what only the twin itself has.
    var ofWhole: TwinRoom {
        var room = self
        (room.branch, room.twin) = (nil, base)
        return room
    }

    var ui: UI { request.ui }
    /// The way into what is looked at; what lies inside it is of the same branch.
    var home: Href { whole.with(["branch": branch?.id]) }
    /// The way into the twin itself.
    var whole: Href { "/t/\(tenant.slug)/twin" }
    /// What forms that ask by GET carry along.
    var hidden: [(String, String)] { branch.map { [("branch", $0.id)] } ?? [] }
    var now: Stamp { Stamp(request.now) }
    /// Whether the reader may write by the pages: nobody does without signing in.
    var mayWrite: Bool { isStaff && access.mayWrite }
    /// Whether the reader may say who else reads.
    var mayOpen: Bool { !request.actor.roles.isDisjoint(with: [.manager, .administrator]) }

    /// A question put as the interface would be asked it.
    func call(_ parameters: [String: String] = [:], places: [String: String] = [:]) -> Call {
        Call(
            request: request, hub: hub, twin: twin, access: access, places: places, parameters: parameters,
            now: now, context: naming, media: .json)
    }

    /// The page of an entity.
    func href(of id: String) -> Href {
        id.contains("/") ? home.inside("entity").with(["id": id]) : home.inside("entities", id)
    }

    /// A type's or an attribute's name for people: the last part of it, where nothing shorter is known.
    func name(_ iri: String) -> String { naming.short(iri) }

    func names(_ iris: [String]) -> String { iris.map(name).joined(separator: ", ") }

    /// A moment in the tenant's zone.
    func moment(_ stamp: Stamp) -> HTML { ui.moment(stamp.instant, in: request.zone) }
}

extension TwinRoom {
    /// The ways through the twin.
    enum Part: String, CaseIterable {
        case overview, entities, changes, branches, connections, feeds, `import`, opening
    }

    private func href(_ part: Part) -> Href {
        switch part {
        case .overview: home
        case .entities, .changes, .import: home.inside(part.rawValue)
        case .branches, .connections, .feeds, .opening: whole.inside(part.rawValue)
        }
    }

    private func leads(to part: Part) -> Bool {
        switch part {
        case .overview, .entities, .changes: true
        case .branches, .connections, .feeds: isStaff
        case .import: mayWrite
        case .opening: mayOpen
        }
    }

    /// A page of the twin.
    func page(
        _ title: String, _ part: Part, under above: [UI.Link] = [], width: Page.Width = .wide, _ main: HTML
    ) -> Page {
        let links = Part.allCases.filter(leads).map {
            UI.Link(ui("twin.part.\($0.rawValue)"), href($0), isCurrent: $0 == part && above.isEmpty)
        }
        var page = Page(title, width: width, "\(branchNote)\(main)")
        page.sides = ui.subNavigation(links, label: ui("twin.title"))
        page.breadcrumbs = [UI.Link(ui.name(of: tenant), "/t/\(tenant.slug)")]
        if part != .overview { page.breadcrumbs.append(UI.Link(ui("twin.title"), home)) }
        page.breadcrumbs += above
        page.isPrivate = isStaff
        return page
    }

    /// Says which branch is looked at.
    private var branchNote: HTML {
        guard let branch else { return "" }
        let compare = whole.inside("branches", "compare").with(["id": branch.id])
        return ui.inset(
            """
            <p>\(ui("twin.branch.here", ["name": branch.name]))</p>
            <p>\(if: isStaff, "\(ui.link(ui("twin.branch.compare"), compare)) · ")\
            \(ui.link(ui("twin.branch.leave"), whole))</p>
            """)
    }

    /// The headers by which a program asks for the same.
    var headers: [String] {
        ["NGSILD-Tenant: \(tenant.slug)"] + (branch.map { ["NGSILD-Snapshot: \($0.id)"] } ?? [])
    }

    /// The same with a key, where nobody reads without one.
    var headersOfReading: [String] {
        let isOpen = (try? base.openness().mayRead) ?? false
        return headers + (isOpen ? [] : ["Authorization: Bearer TOKEN"])
    }

    /// What stands in a cell where there is nothing to tell.
    var nothing: HTML { "–" }

    /// Lines for a terminal, to be copied.
    func code(_ text: String) -> HTML { ui.code(text) }

    /// What is wrong with a question, in the words of the interface.
    func trouble(_ problem: TwinProblem) -> HTML {
        """
        <div class="error-summary" tabindex="-1" data-focus><div role="alert">
        <h2>\(ui("twin.problem.title"))</h2><p>\(ui("twin.problem.why"))</p>\
        <p lang="en">\(problem.detail)</p></div></div>
        """
    }

    /// What is said of an address that only the operator can open, in the reader's own language; nil: it is
    /// another reason, which is in English.
    private func ownWords(_ reason: String) -> String? {
        reason.contains(AddressPolicy.setting) ? ui("twin.reason.private") : nil
    }

    /// Why something was not reached, as a part of a page.
    func reason(_ text: String) -> HTML {
        ownWords(text).map { "\($0)" } ?? "<span lang=\"en\">\(text)</span>"
    }

    /// The same as a part of a sentence.
    func saying(_ reason: String) -> String { ownWords(reason) ?? reason }
}

extension TermTable {
    /// A name for people: the last part of it, where nothing shorter is known.
    func short(_ iri: String) -> String {
        let name = compact(iri)
        guard name.contains("://") || name.hasPrefix("urn:") else { return name }
        return name.split(whereSeparator: { "/#:".contains($0) }).last.map(String.init) ?? name
    }
}

extension UI {
    /// Lines for a terminal, to be copied.
    func code(_ text: String) -> HTML { "<pre class=\"as-written\"><code>\(text)</code></pre>" }
}
