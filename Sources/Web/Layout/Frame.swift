// SPDX-License-Identifier: EUPL-1.2
import Kernel

/// What stands around every page of one request: whose site it is, who is reading, where one can
/// go. Made once per request.
public struct Frame: Sendable {
    /// The municipality or body whose part of the site this is.
    public struct Place: Sendable, Hashable {
        public var name: String
        public var home: Href
        /// A style sheet that sets its colours, made with ``Theme``.
        public var theme: Href?

        /// The part of the site that belongs to one tenant.
        public init(_ name: String, home: Href, theme: Href? = nil) {
            self.name = name
            self.home = home
            self.theme = theme
        }
    }

    /// The same page in another language.
    public struct Translation: Sendable, Hashable {
        public var language: Language
        /// The language's name in itself: `Gaeilge`.
        public var name: String
        public var href: Href

        /// The same page in another language.
        public init(_ language: Language, _ name: String, _ href: Href) {
            self.language = language
            self.name = name
            self.href = href
        }
    }

    /// The files every page loads; addresses may carry a digest so that they can be kept for ever.
    public struct Files: Sendable, Hashable {
        public var style: Href
        public var print: Href
        public var script: Href
        public var icon: Href

        /// The files every page loads.
        public init(
            style: Href = "/assets/style.css", print: Href = "/assets/print.css",
            script: Href = "/assets/talka.js", icon: Href = "/assets/favicon.svg"
        ) {
            self.style = style
            self.print = print
            self.script = script
            self.icon = icon
        }
    }

    /// The name of the site: the network's.
    public var site: String
    public var home: Href
    public var place: Place?
    /// The main ways to go: register, directory, coverage, apply.
    public var navigation: [UI.Link]
    /// What belongs to the person: "Sign in", or "Your work" and more.
    public var account: [UI.Link]
    /// The name of the person who is signed in.
    public var person: String?
    /// Where "Sign out" posts to, with the values it sends along.
    public var signOut: (href: Href, hidden: [(String, String)])?
    /// Where the search box of the head sends `q`.
    public var search: Href?
    /// Where help is: always first in the foot (WCAG 3.2.6).
    public var help: UI.Link?
    /// The further links of the foot.
    public var foot: [UI.Link]
    public var translations: [Translation]
    /// Whether the site says that its data are invented.
    public var isDemonstration: Bool
    public var files: Files

    /// What stands around every page.
    public init(
        site: String, home: Href = "/", place: Place? = nil, navigation: [UI.Link] = [],
        account: [UI.Link] = [], person: String? = nil,
        signOut: (href: Href, hidden: [(String, String)])? = nil, search: Href? = nil,
        help: UI.Link? = nil, foot: [UI.Link] = [], translations: [Translation] = [],
        isDemonstration: Bool = false, files: Files = Files()
    ) {
        self.site = site
        self.home = home
        self.place = place
        self.navigation = navigation
        self.account = account
        self.person = person
        self.signOut = signOut
        self.search = search
        self.help = help
        self.foot = foot
        self.translations = translations
        self.isDemonstration = isDemonstration
        self.files = files
    }
}
