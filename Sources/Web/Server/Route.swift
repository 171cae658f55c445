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
    let answer: Handler

    public init(
        _ method: Method, _ path: String, _ access: Access, formats: Set<Format> = [],
        system: String? = nil, isKept: Bool = false, answer: @escaping Handler
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.formats = formats
        self.system = system
        self.isKept = isKept
        self.answer = answer
    }

    var segments: [Substring] { path.split(separator: "/") }
}
