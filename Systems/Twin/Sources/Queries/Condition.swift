// SPDX-License-Identifier: EUPL-1.2

/// What `q` asks of an entity (GS CIM 009, 4.9), compiled.
indirect enum Condition: Sendable {
    case all([Condition])
    case any([Condition])
    case term(Term)

    /// One question.
    struct Term: Sendable {
        let path: AttributePath
        let test: Test
    }

    /// What is asked of a value.
    enum Test: Sendable {
        case exists
        case compares(Operator, [Operand])
        case fits(Pattern, isWanted: Bool)
    }

    enum Operator: String, Sendable {
        case equal = "=="
        case unequal = "!="
        case greater = ">"
        case greaterOrEqual = ">="
        case less = "<"
        case lessOrEqual = "<="
    }

    /// A value, or all from one to another, both of them in it.
    enum Operand: Sendable, Equatable {
        case one(Comparand)
        case range(Comparand, Comparand)
    }

    /// All its questions, from left to right.
    var terms: [Term] {
        switch self {
        case .term(let term): [term]
        case .all(let parts), .any(let parts): parts.flatMap(\.terms)
        }
    }

    /// How many Relationships lie between the entity and the farthest it asks about (4.5.23).
    var linkDepth: Int { terms.reduce(0) { max($0, $1.path.links.count) } }

    /// The attributes of the entity itself that it looks at.
    var attributes: Set<String> { Set(terms.map(\.path.first)) }

    /// Whether it asks for at least one attribute that is no system attribute (5.7.2.4).
    var namesAttribute: Bool { terms.contains { !$0.path.isSystem } }
}

extension Condition {
    /// The same with all answered that does not look at an attribute, as an entity answers it.
    func settled(in entity: Entity, butFor name: String) -> Condition {
        switch self {
        case .all(let parts): .all(parts.map { $0.settled(in: entity, butFor: name) })
        case .any(let parts): .any(parts.map { $0.settled(in: entity, butFor: name) })
        // Nothing that must be is always so; nothing of which one must be is never.
        case .term(let term): term.path.first == name ? self : matches(entity) ? .all([]) : .any([])
        }
    }

    /// A question that every match must answer, and that an index on one attribute can answer.
    struct Indexable: Sendable {
        /// A whole IRI.
        let attribute: String
        let test: Test
    }

    /// The questions on values of attributes, and on nothing below them, that all matches must answer.
    /// What is found by them must still be asked the whole.
    var indexable: [Indexable] {
        switch self {
        case .any(let parts): parts.count == 1 ? parts[0].indexable : []
        case .all(let parts): parts.flatMap(\.indexable)
        case .term(let term):
            term.path.links.isEmpty && term.path.members.isEmpty && term.path.names.count == 1
                && !term.path.isSystem
                ? [Indexable(attribute: term.path.first, test: term.test)] : []
        }
    }
}
