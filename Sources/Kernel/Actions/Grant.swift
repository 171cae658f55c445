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
    /// Whether the actor may read a record with these values. The product's own jobs may.
    public func permits(_ actor: Actor, toRead values: Values) -> Bool {
        if case .system = actor.kind { return true }
        return readers.contains { $0.holds(for: actor, on: values) }
    }

    /// The values of a record the actor may read, of those they may see: staff fields and personal
    /// ones only for staff, and personal ones for the person concerned.
    public func visible(_ values: Values, to actor: Actor) -> Values {
        if actor.isStaff { return values.filter { $0.key != "id" } }
        let isParty = readers.contains {
            if case .party = $0 { $0.holds(for: actor, on: values) } else { false }
        }
        return values.filter { name, _ in
            switch field(name)?.privacy {
            case .open: true
            case .personal: isParty
            case .staff, nil: false
            }
        }
    }

    /// Which records a list may contain for this actor.
    public func scope(for actor: Actor) -> ListScope {
        if case .system = actor.kind { return .everything }
        var fields: [String] = []
        for grant in readers {
            if case .party(let field) = grant {
                fields.append(field)
            } else if grant.holds(for: actor, on: nil) {
                return .everything
            }
        }
        guard let person = actor.person, !fields.isEmpty else { return .nothing }
        return .own(fields: fields, person: person)
    }
}

/// Which records of a kind an actor may list.
public enum ListScope: Sendable, Hashable {
    case everything
    /// Those that name the person in one of these fields.
    case own(fields: [String], person: RecordID)
    case nothing
}
