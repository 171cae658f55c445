// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Which members of an entity are shown or left out (GS CIM 009, 4.21: `pick`, `omit`):
/// `id,temperature|owner{name,address{city}}`. Members are whole IRIs; `@id` and `@type` stand for `id` and
/// `type`.
struct Projection: Sendable, Equatable {
    /// In the order they were asked for.
    private(set) var names: [String] = []
    /// What is asked of the entities a Relationship points at.
    private var linked: [String: Projection] = [:]

    /// Whether a member is named.
    func picks(_ name: String) -> Bool { names.contains(name) }

    /// What is asked of the entities behind a Relationship; nil: nothing in particular.
    func nested(_ name: String) -> Projection? { linked[name] }

    /// How many Relationships it goes along; 0 if it stays with the entity (5.7.2.4).
    var depth: Int { linked.values.reduce(0) { max($0, $1.depth + 1) } }

    /// Reads a parameter.
    init(_ text: String, naming: any Naming, at pointer: String) throws(TwinProblem) {
        try self.init([text], naming: naming, at: pointer)
    }

    /// Reads a member of a body: an array of texts, each of the language of 4.21.
    init(json: JSON, naming: any Naming, at pointer: String) throws(TwinProblem) {
        try self.init(try NameList.read(json, at: pointer, clause: "4.21"), naming: naming, at: pointer)
    }

    private init(_ texts: [String], naming: any Naming, at pointer: String) throws(TwinProblem) {
        var projection = Projection()
        var count = 0
        for text in texts {
            var reader = ProjectionReader(text, naming: naming, at: pointer, after: count)
            projection.add(try reader.whole())
            count = reader.count
        }
        self = projection
    }

    fileprivate init() {}

    fileprivate mutating func add(_ name: String, _ inner: Projection?) {
        if !names.contains(name) { names.append(name) }
        guard let inner else { return }
        var all = linked[name] ?? Projection()
        all.add(inner)
        linked[name] = all
    }

    private mutating func add(_ other: Projection) {
        for name in other.names { add(name, other.linked[name]) }
    }
}

/// Reads the language of 4.21.
private struct ProjectionReader {
    private var scanner: QueryScanner
    private let naming: any Naming
    private let pointer: String
    private let length: Int
    /// How many names there are, those of the texts before it among them.
    private(set) var count: Int

    init(_ text: String, naming: any Naming, at pointer: String, after count: Int) {
        scanner = QueryScanner(text, pointer: pointer)
        self.count = count
        length = text.utf8.count
        self.naming = naming
        self.pointer = pointer
    }

    mutating func whole() throws(TwinProblem) -> Projection {
        guard length <= 65_536 else { throw tooComplex() }
        let projection = try terms(depth: 0)
        guard scanner.isAtEnd else { throw problem() }
        return projection
    }

    private mutating func terms(depth: Int) throws(TwinProblem) -> Projection {
        guard depth <= 8 else { throw tooComplex() }
        var projection = Projection()
        repeat {
            count += 1
            guard count <= 1_000 else { throw tooComplex() }
            guard let text = scanner.name(inBraces: false) else { throw problem() }
            let name = try TermName.expand(text, naming, at: pointer, clause: "4.21")
            var inner: Projection?
            if scanner.take("{") {
                inner = try terms(depth: depth + 1)
                guard scanner.take("}") else { throw problem() }
            }
            projection.add(name, inner)
        } while scanner.take(",") || scanner.take("|")
        return projection
    }

    private func problem() -> TwinProblem {
        .bad(
            "The list of members is not sound at character \(scanner.place + 1).", at: pointer, clause: "4.21"
        )
    }

    private func tooComplex() -> TwinProblem {
        TwinProblem(.tooComplexQuery, "The list of members is too complex.", at: pointer, clause: "4.21")
    }
}
