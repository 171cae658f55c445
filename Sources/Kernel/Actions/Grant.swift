// SPDX-License-Identifier: EUPL-1.2

/// One way of being allowed. What no grant allows is denied; an empty list is closed.
public enum Grant: Sendable, Hashable {
    /// Everyone, signed in or not.
    case anyone
    case signedIn
    case role(Role)
    /// The person named in this field of the record.
    case party(field: String)
    /// The product itself, in this job.
    case system(String)

    /// Whether the actor holds this grant on a record with these values (none yet: a new one).
    public func holds(for actor: Actor, on values: Values?) -> Bool {
        switch (self, actor.kind) {
        case (.anyone, _): true
        case (.signedIn, .person): true
        case (.role(let role), .person): actor.roles.contains(role)
        case (.party(let field), .person(let id)): values?[field] == .text(id.text)
        case (.system(let job), .system(let own)): job == own
        default: false
        }
    }
}

extension RecordKind {
    /// Whether the actor may read a record with these grounds. The product's own jobs may.
    public func permits(_ actor: Actor, toRead grounds: Values) -> Bool {
        if case .system = actor.kind { return true }
        let isPrivate = isPrivate(grounds)
        return readers.contains { ($0.isParty || !isPrivate) && $0.holds(for: actor, on: grounds) }
    }

    /// Whether it is the business of its parties alone.
    func isPrivate(_ grounds: Values) -> Bool {
        grounds["state"]?.text.map { privateStates.contains(State(rawValue: $0)) } ?? false
    }

    /// The values of a record the actor may read, of those they may see: staff fields and personal
    /// ones only for staff, and personal ones for the person concerned.
    public func visible(_ grounds: Values, to actor: Actor) -> Values {
        let isParty = readers.contains { $0.isParty && $0.holds(for: actor, on: grounds) }
        var visible = Values(names)
        for field in fields {
            let isSeen =
                switch field.privacy {
                case .open: true
                case .personal: actor.isStaff || isParty
                case .staff: actor.isStaff
                }
            if isSeen { visible[field.name] = grounds[field.name] }
        }
        return visible
    }

    /// Which records a list may contain for this actor.
    public func scope(for actor: Actor) -> ListScope {
        if case .system = actor.kind { return .everything }
        let own = readers.compactMap(\.party)
        if readers.contains(where: { !$0.isParty && $0.holds(for: actor, on: nil) }) {
            guard !privateStates.isEmpty else { return .everything }
            return .except(
                states: privateStates, butOwn: own, person: actor.person)
        }
        guard let person = actor.person, !own.isEmpty else { return .nothing }
        return .own(fields: own, person: person)
    }
}

extension Grant {
    /// The field that names the person it is given to; nil for every other grant.
    var party: String? { if case .party(let field) = self { field } else { nil } }
    var isParty: Bool { party != nil }
}

/// Which records of a kind an actor may list.
public enum ListScope: Sendable, Hashable {
    case everything
    /// Those in no such state, and those that name the person in one of these fields.
    case except(states: Set<State>, butOwn: [String], person: RecordID?)
    /// Those that name the person in one of these fields.
    case own(fields: [String], person: RecordID)
    case nothing
}
