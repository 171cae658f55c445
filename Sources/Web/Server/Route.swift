// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Who may ask for a route at all. There is no default: a route that grants nothing answers nobody.
public enum Access: Sendable, Hashable {
    case everyone
    case signedIn
    /// Who holds one of these roles in the tenant the path names.
    case roles(Set<Role>)

    /// The tenant's staff.
    public static let staff = Access.roles(Role.staff)
}

/// One address of the product: a method, a path with `:places`, who may ask, and what answers.
public struct Route: Sendable {
    public typealias Handler = @Sendable (Request) async throws -> Response

    public let method: Method
    public let path: String
    public let access: Access
    /// The forms it is given in besides HTML.
    public let formats: Set<Format>
    /// The system that must be switched on for the tenant; nil: none.
    public let system: String?
    /// Whether its pages, for readers nobody knows, follow from the address, the language, what is
    /// published and the time alone, and hold no form that is posted: they may be kept.
    public let isKept: Bool
    /// The values there are for a name of the query, such as a filter's: any other is refused, rather
    /// than answered as if nothing had been asked.
    public let choices: [String: [String]]
    let answer: Handler

    public init(
        _ method: Method, _ path: String, _ access: Access, formats: Set<Format> = [],
        system: String? = nil, isKept: Bool = false, choices: [String: [String]] = [:],
        answer: @escaping Handler
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.formats = formats
        self.system = system
        self.isKept = isKept
        self.choices = choices
        self.answer = answer
    }

    var segments: [Substring] { path.split(separator: "/") }

    /// - Throws: `Problems` for a value that is none of those there are.
    func check(_ query: FormData) throws {
        var problems = Problems()
        for (name, known) in choices.sorted(by: { $0.key < $1.key }) {
            guard let value = query[name], !value.isEmpty, !known.contains(value) else { continue }
            problems.add(name, "not_a_choice", Phrase("problem.not_a_choice"))
        }
        if !problems.all.isEmpty { throw problems }
    }
}
