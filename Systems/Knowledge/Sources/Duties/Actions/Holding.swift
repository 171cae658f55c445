// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension DutyActions {
    static let mandates = [appoint.kind, prolong.kind, endMandate.kind, lapse.kind]

    static let appoint = Action<Mandate, Mandate>(
        "appoint", by: .managers + [.system("import")], to: [.held],
        prefill: { _, moment in
            var mandate = Mandate()
            mandate.from = moment.today
            return mandate
        }
    ) { mandate, input, desk in
        mandate.fields.take(Set(asked), from: input.fields)
        guard let post = try desk.find(Post.self, input.post), post.state == .open else {
            throw Problems("post", "not_found", Phrase("knowledge.problem.no_post"))
        }
        guard post.held < post.seats else {
            throw Problems("post", "filled", Phrase("knowledge.problem.filled"))
        }
        try check(mandate.fields)
        if mandate.until == nil, let months = post.termMonths {
            mandate.until = mandate.from.adding(months: months).previous
        }
        try count(post, with: mandate, desk)
        try passOn(post, &mandate, desk)
        if let person = mandate.person {
            try desk.notify(
                Notice(
                    to: person, Phrase("knowledge.notice.appointed", ["post": post.name]),
                    path: "/t/\(desk.moment.tenant.slug)/knowledge/posts/\(post.id.text)"))
        }
    }

    struct Longer: Form {
        var until: Day?
        var isPublic: Bool?
        static let fields: Fields<Longer> = [
            .day("until_day", \.until), .flag("is_public", \.isPublic),
        ]
    }

    static let prolong = Action<Mandate, Longer>(
        "change_mandate", by: .managers, from: [.held],
        prefill: { mandate, _ in
            var longer = Longer()
            (longer.until, longer.isPublic) = (mandate?.until, mandate?.isPublic)
            return longer
        }
    ) { mandate, input, desk in
        (mandate.until, mandate.isPublic) = (input.until, input.isPublic)
        try check(mandate.fields)
        guard let post = try desk.find(Post.self, mandate.post) else { return }
        try count(post, with: mandate, desk)
    }

    struct Ending: Form {
        var endedOn = Day.first
        static let fields: Fields<Ending> = [.day("ended_on", \.endedOn)]
    }

    static let endMandate = Action<Mandate, Ending>(
        "end_mandate", by: .managers, from: [.held], to: [.ended],
        prefill: { _, moment in
            var ending = Ending()
            ending.endedOn = moment.today
            return ending
        }
    ) { mandate, input, desk in
        mandate.endedOn = input.endedOn
        try free(&mandate, desk)
    }

    /// A term ends by itself.
    static let lapse = Action<Mandate, Nothing>(
        "lapse", by: [.system("clock")], from: [.held], to: [.ended], isInternal: true
    ) { mandate, _, desk in
        mandate.endedOn = mandate.until
        try free(&mandate, desk)
    }

    private static let asked = Mandate.fields.map(\.description).filter { !$0.isDerived }.map(\.name)

    private static func check(_ mandate: Mandate) throws {
        guard let until = mandate.until, until < mandate.from else { return }
        throw Problems("until_day", "before", Phrase("knowledge.problem.until"))
    }

    private static func free(_ mandate: inout Stored<Mandate>, _ desk: any Desk) throws {
        guard let post = try desk.find(Post.self, mandate.post) else { return }
        try count(post, with: mandate, desk)
        try passOn(post, &mandate, desk)
    }

    /// What was said to the post's duty is for who holds it from now on.
    private static func passOn(
        _ post: Stored<Post>, _ mandate: inout Stored<Mandate>, _ desk: any Desk
    ) throws {
        guard let duty = post.duty else { return }
        // Kept before it is asked who holds the duty.
        mandate = try desk.save(mandate)
        try passOn(duty, desk)
    }

    /// Counts anew who holds a post, with one mandate as it is becoming.
    private static func count(
        _ post: Stored<Post>, with changed: Stored<Mandate>, _ desk: any Desk
    ) throws {
        var mandates = try desk.list(
            Mandate.self, Query([.field("post", is: post.id), .state(.held)], limit: 5_000)
        ).filter { $0.id != changed.id }
        if changed.state == .held { mandates.append(changed) }
        var post = post
        post.held = mandates.count
        let shown = mandates.filter { $0.isPublic == true }.map(\.fields.name).sorted()
        post.shown = shown.isEmpty ? nil : shown.joined(separator: "\n")
        _ = try desk.save(post)
    }
}
