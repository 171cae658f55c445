// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension PracticeActions {
    static let adopting = [adopt.kind, adapt.kind, review.kind, askReview.kind, end.kind]

    struct Adopted: Form {
        var origin = ""
        var practice = RecordID.none
        var via: String?
        var changed: String?
        var owner: RecordID?
        static let fields: Fields<Adopted> = [
            .tenant("origin", \.origin),
            .link("practice", \.practice, to: "knowledge.practice"),
            .tenant("via", \.via), .longText("changed", \.changed),
            .person("owner", \.owner),
        ]
    }

    /// To do as another did. What comes with the practice is taken over with it.
    static let adopt = Action<Adoption, Adopted>(
        "adopt", by: .officers + [.system("import")], to: [.adopted]
    ) { adoption, input, desk in
        guard input.origin != desk.moment.tenant.slug,
            let practice = try desk.published(input.practice, by: input.origin),
            practice.kind == PublishedKind.practice.name
        else { throw Problems("practice", "not_found", Phrase("knowledge.problem.no_practice")) }
        if let via = input.via, try !desk.hasTakenUp("knowledge", at: via) {
            throw Problems("via", "not_found", Phrase("knowledge.problem.no_tenant"))
        }
        let mine = [Query.Filter.field("practice", is: input.practice), .state(.adopted, .reviewed)]
        guard try desk.list(Adoption.self, Query(mine, limit: 1)).isEmpty else {
            throw Problems("practice", "twice", Phrase("knowledge.problem.adopted"))
        }
        adoption.fields.take(from: input.fields)
        adoption.title = practice.title
        adoption.adoptedOn = desk.moment.today
        adoption.owner = input.owner ?? desk.moment.actor.person
        adoption.reviewOn = adoption.fields.clock(
            at: desk.moment, explaining: false, untilAsked: true
        ).dueOn
        if let offered = OfferedThing(practice) {
            var thing = Thing()
            (thing.name, thing.sort, thing.text) = (practice.title, offered.sort, offered.text)
            (thing.origin, thing.practice) = (input.origin, input.practice)
            thing.originEdition = offered.edition
            _ = try desk.create(thing, in: .inUse)
        }
    }

    struct Adapted: Form {
        var changed: String?
        var owner: RecordID?
        static let fields: Fields<Adapted> = [
            .longText("changed", \.changed), .person("owner", \.owner),
        ]
    }

    static let adapt = Action<Adoption, Adapted>(
        "say_what_changed", by: .officers, from: [.adopted, .reviewed],
        prefill: { adoption, _ in
            var adapted = Adapted()
            (adapted.changed, adapted.owner) = (adoption?.changed, adoption?.owner)
            return adapted
        }
    ) { adoption, input, _ in (adoption.changed, adoption.owner) = (input.changed, input.owner) }

    struct Review: Form {
        var worked = Adoption.Worked.yes
        var effect: String?
        var evidence: String?
        static let fields: Fields<Review> = [
            .choice("worked", \.worked), .longText("effect", \.effect),
            .longText("evidence", \.evidence),
        ]
    }

    /// Whether it worked.
    static let review = Action<Adoption, Review>(
        "say_whether_it_worked", by: .officers + [.system("import")], from: [.adopted, .reviewed],
        to: [.reviewed],
        unless: { adoption, moment in
            guard let day = adoption.reviewOn, moment.today < day else { return nil }
            return Phrase("knowledge.refusal.too_early", ["day": day.description])
        }
    ) { adoption, input, desk in
        adoption.fields.take(from: input.fields)
        adoption.reviewedOn = desk.moment.today
    }

    /// Half a year is over: the owner is asked, once.
    static let askReview = Action<Adoption, Nothing>(
        "ask_review", by: [.system("clock")], from: [.adopted], isInternal: true
    ) { adoption, _, desk in
        guard adoption.isAsked != true else { return }
        adoption.isAsked = true
        guard let owner = adoption.owner else { return }
        try desk.notify(
            Notice(
                to: owner, Phrase("knowledge.notice.review", ["practice": adoption.title]),
                path: "/t/\(desk.moment.tenant.slug)/knowledge/adoptions/\(adoption.id.text)"))
    }

    static let end = Action<Adoption, Nothing>(
        "end_adoption", by: .officers, from: [.adopted, .reviewed], to: [.ended]
    ) { _, _, _ in }
}

extension Adoption {
    /// Until when it is to be said whether it worked.
    /// - Parameter untilAsked: only until that is asked.
    func clock(at moment: Moment, explaining: Bool = true, untilAsked: Bool = false) -> ClockAnswer {
        var reckoning = Reckoning(moment.calendar, explaining: explaining)
        let from = adoptedOn ?? moment.today
        reckoning.start(on: from, counting: .theDayAfter, saying: "clock.start.adopted")
        let periods = [PracticeActions.reviewAfter] + (untilAsked ? [] : [PracticeActions.reviewWithin])
        for period in periods {
            reckoning.add(RuleValue(promised: period, by: "Talka", from: from, key: "review"))
        }
        return reckoning.answer(
            "review", .deadline, for: .authority, metOn: reviewedOn, on: moment.today)
    }
}
