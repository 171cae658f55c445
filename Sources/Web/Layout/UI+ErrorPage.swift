// SPDX-License-Identifier: EUPL-1.2
import Kernel

extension UI {
    /// The pages that say something went another way than hoped, by their keys in `Words/`.
    public enum ErrorPage: String, Sendable, CaseIterable {
        case malformed = "400"
        case unauthenticated = "401"
        case forbidden = "403"
        case notFound = "404"
        case methodNotAllowed = "405"
        /// Somebody else was first.
        case conflict = "409"
        /// As things stand, for another reason.
        case notNow = "not_now"
        /// It is at another network now.
        case moved = "410"
        case tooLarge = "413"
        case wrongType = "415"
        case invalid = "422"
        case tooMany = "429"
        case fault = "500"
        case unavailable = "503"
        /// A document that should be there is gone or damaged.
        case documentMissing = "document"
        /// Too many ask at once.
        case overloaded
    }

    /// An error page: what happened and what one can do now.
    /// - Parameters:
    ///   - incident: the number under which a fault was logged.
    ///   - request: what names the request in the log.
    ///   - next: where one may go on; for 401 the sign-in.
    ///   - detail: more about this case, already in words.
    public func errorPage(
        _ error: ErrorPage, incident: String? = nil, request: String? = nil, next: [Link] = [],
        detail: String? = nil
    ) -> Page {
        let key = "web.page.\(error.rawValue)"
        var page = Page(
            self("\(key).title"),
            """
            <h1>\(self("\(key).title"))</h1>
            <p>\(self("\(key).text"))</p>
            \(detail.map { "<p>\($0)</p>" })
            \(incident.map {
                """
                <p class="incident">\(self("web.page.incident")) \
                <strong><code>\($0)</code></strong>\
                \(request.map { "<br>\(self("web.page.request")) <code>\($0)</code>" as HTML })</p>
                """
            })
            \(if: !next.isEmpty, linkList(next))
            """)
        page.isPrivate = true
        return page
    }
}
