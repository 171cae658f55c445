// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// A way in for programs that speak a protocol of their own, such as NGSI-LD: everything under one
/// path. Behind it the system itself says who may do what, and answers whatever goes wrong in the
/// words of that protocol. No cookie opens one.
public struct Door: Sendable {
    /// Such as `/ngsi-ld`.
    public let path: String
    /// Never throws: whatever goes wrong is an answer.
    let answer: @Sendable (Request) async -> Response
    let atOnce: @Sendable (Request) -> AtOnce?

    /// What can be begun right where a request came in, on its connection's thread.
    public enum AtOnce: Sendable {
        /// The answer is at hand.
        case answer(Response)
        /// It is given as soon as it is there, once, on any thread.
        case later(@Sendable (_ give: @escaping @Sendable (Response) -> Void) -> Void)
    }

    /// - Parameters:
    ///   - atOnce: answers, or begins to, what takes a fraction of a millisecond and waits for nothing:
    ///     every other request of that connection's thread waits meanwhile. Nil: this is nothing of the
    ///     kind, and `answer` is asked.
    ///   - answer: answers anything.
    public init(
        _ path: String, atOnce: @escaping @Sendable (Request) -> AtOnce? = { _ in nil },
        answer: @escaping @Sendable (Request) async -> Response
    ) {
        self.path = path
        self.atOnce = atOnce
        self.answer = answer
    }

    func leads(to path: String) -> Bool {
        path.hasPrefix(self.path)
            && (path.utf8.count == self.path.utf8.count || path.dropFirst(self.path.count).first == "/")
    }
}

extension Request {
    /// Whoever shows the token of the header `Authorization`; nobody if there is none.
    /// - Throws: `Refusal.signIn` for a token that does not hold.
    public func bearer() throws -> Visitor {
        guard let header = headers["authorization"] else { return .nobody }
        guard header.lowercased().hasPrefix("bearer "),
            let visitor = try site.accounts.visitor(token: String(header.dropFirst(7)), at: now)
        else { throw Refusal.signIn }
        return visitor
    }
}
