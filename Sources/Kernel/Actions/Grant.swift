// SPDX-License-Identifier: EUPL-1.2

/// One way of being allowed. What no grant allows is denied; an empty list is closed.
public indirect enum Grant: Sendable, Hashable {
    /// Everyone, signed in or not.
    case anyone
    case signedIn
    case role(Role)
    /// The person named in this field of the record.
    case party(field: String)
    /// Whoever shows the secret whose digest this field keeps: somebody without an account, by the
    /// link they were given.
    case holder(field: String)
    /// What is granted on records alone whose field has one of these values.
    case on(field: String, Set<String>, Grant)
    /// The product itself, in this job.
    case system(String)

    /// Whether the actor holds this grant on a record with these values (none yet: a new one).
    public func holds(for actor: Actor, on values: Values?) -> Bool {
        switch (self, actor.kind) {
        case (.anyone, _): true
        case (.signedIn, .person): true
        case (.role(let role), .person): actor.roles.contains(role)
        case (.party(let field), .person(let id)): values?[field] == .text(id.text)
        case (.holder(let field), .holder(let digest)): values?[field] == .text(digest)
        case (.on(let field, let wanted, let grant), _):
            values?[field]?.text.map(wanted.contains) == true && grant.holds(for: actor, on: values)
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

    /// Whether the actor may read versions of a record that have been replaced, of one they may read.
    public func showsPast(of grounds: Values, to actor: Actor) -> Bool {
        !hidesPast || actor.isStaff
            || readers.contains { $0.isParty && $0.holds(for: actor, on: grounds) }
    }

    /// Which records a list may contain for this actor.
    public func scope(for actor: Actor) -> ListScope {
        if case .system = actor.kind { return .everything }
        var ways: [ListScope.Way] = []
        for grant in readers {
            guard var way = grant.way(for: actor) else { continue }
            if !way.isOwn, !privateStates.isEmpty { way.conditions.append(.outside(privateStates)) }
            if way.conditions.isEmpty { return .everything }
            ways.append(way)
        }
        return ways.isEmpty ? .nothing : .some(ways)
    }
}

extension Grant {
    /// Whether it is given to somebody whom the record itself names.
    var isParty: Bool {
        switch self {
        case .party, .holder: true
        case .on(_, _, let grant): grant.isParty
        default: false
        }
    }

    /// On which records it holds for an actor; nil: on none.
    fileprivate func way(for actor: Actor) -> ListScope.Way? {
        switch (self, actor.kind) {
        case (.party(let field), .person(let id)):
            ListScope.Way([.field(field, id.stored)], isOwn: true)
        case (.holder(let field), .holder(let digest)):
            ListScope.Way([.field(field, .text(digest))], isOwn: true)
        case (.on(let field, let wanted, let grant), _):
            grant.way(for: actor).map { way in
                ListScope.Way(
                    way.conditions + [.oneOf(field, wanted)], isOwn: way.isOwn)
            }
        default: holds(for: actor, on: nil) ? ListScope.Way([], isOwn: false) : nil
        }
    }
}

/// Which records of a kind an actor may list.
public enum ListScope: Sendable, Hashable {
    case everything
    /// Those on which at least one of these ways is open.
    case some([Way])
    case nothing

    /// One way of being allowed to read records: all of its conditions hold.
    public struct Way: Sendable, Hashable {
        public var conditions: [Condition]
        /// Whether the records name the reader.
        public let isOwn: Bool

        public init(_ conditions: [Condition], isOwn: Bool) {
            self.conditions = conditions
            self.isOwn = isOwn
        }
    }

    /// What a record must meet.
    public enum Condition: Sendable, Hashable {
        case field(String, Value)
        case oneOf(String, Set<String>)
        /// In none of these states.
        case outside(Set<State>)
    }

    /// Whether it holds records alone that name the reader.
    public var isOwn: Bool { if case .some(let ways) = self { ways.allSatisfy(\.isOwn) } else { false } }

    /// The fields that name the reader.
    public var ownFields: Set<String> {
        guard case .some(let ways) = self else { return [] }
        return Set(
            ways.filter(\.isOwn).flatMap(\.conditions).compactMap {
                if case .field(let name, _) = $0 { name } else { nil }
            })
    }
}
