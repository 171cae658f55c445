// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension Letting {
    static let actions = [apply.kind, offer.kind, accept.kind, giveUp.kind]

    static let apply = Action<Letting, Letting>("apply", by: [.signedIn], to: [.waiting]) {
        letting, input, desk in
        letting.name = input.name
        letting.applicant = desk.moment.actor.person
        letting.appliedOn = desk.moment.today
    }

    /// What an officer who offers is asked: which plot.
    struct Offer: Form {
        var plot = RecordID.none
        static let fields: Fields<Offer> = [.link("plot", \.plot, to: "allotments.plot")]
    }

    static let offer = Action<Letting, Offer>(
        "offer", by: [.role(.officer)], from: [.waiting], to: [.offered]
    ) { letting, input, desk in
        guard let rent = desk.moment.rent else {
            throw Refusal.notNow(Phrase("allotments.refusal.no_rent"))
        }
        guard let plot = try desk.find(Plot.self, input.plot), plot.state == .free else {
            throw Problems("plot", "not_free", Phrase("allotments.problem.not_free"))
        }
        letting.plot = plot.id
        letting.rent = (rent.value * plot.area).cents
        desk.cite("\(rent.key): \(rent.source)")
        try desk.move(plot.id, to: .offered)
        guard let applicant = letting.applicant else { return }
        let news = Phrase("allotments.notice.offered", ["plot": plot.name])
        let page = "/t/\(desk.moment.tenant.slug)/allotments/lettings/\(letting.id)"
        try desk.notify(Notice(to: applicant, news, path: page))
    }

    static let accept = Action<Letting, Nothing>(
        "accept", by: [.party(field: "applicant")], from: [.offered], to: [.let]
    ) { letting, _, desk in try desk.move(letting.plot, to: .let) }

    static let giveUp = Action<Letting, Nothing>(
        "give_up", by: [.party(field: "applicant"), .role(.officer)],
        from: [.waiting, .offered, .let], to: [.givenUp]
    ) { letting, _, desk in try desk.move(letting.plot, to: .free) }
}

extension Desk {
    /// Puts the plot of a letting in a state; one that waits has none yet.
    fileprivate func move(_ id: RecordID?, to state: State) throws {
        guard let id, var plot = try find(Plot.self, id) else { return }
        plot.state = state
        _ = try save(plot)
    }
}
