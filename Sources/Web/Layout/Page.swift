// SPDX-License-Identifier: EUPL-1.2
import Kernel

/// One page: what is particular to it. What stands around it is ``Frame``.
public struct Page: Sendable {
    /// How wide the page is.
    public enum Width: String, Sendable {
        /// For questions and running text: a line one can read.
        case reading
        /// For lists, tables and the register.
        case wide
    }

    /// The same content in another form, for `<link rel="alternate">`.
    public struct Feed: Sendable, Hashable {
        public var title: String
        /// The media type: `application/atom+xml`.
        public var type: String
        public var href: Href

        /// The same content in another form.
        public init(_ title: String, type: String, _ href: Href) {
            self.title = title
            self.type = type
            self.href = href
        }
    }

    /// What the page is called; unique on the site. The name of the site is put after it.
    public var title: String
    /// Whether the page tells of mistakes: its title then begins with "Error: ".
    public var hasErrors = false
    /// One sentence for those who find the page by searching.
    public var description: String?
    /// The one address of this content, in full.
    public var canonical: Href?
    /// Whether search engines should leave it out: everything that is not for everyone.
    public var isPrivate = false
    public var width = Width.reading
    public var breadcrumbs: [UI.Link] = []
    public var back: UI.Link?
    /// The other sides of what the page belongs to (``UI/subNavigation(_:label:)``): above the content, and
    /// as wide as all pages are, however wide this one's content is.
    public var sides: HTML = ""
    /// What has just happened, told once.
    public var notice: UI.Notice?
    public var feeds: [Feed] = []
    /// What it is about, as search engines read it: JSON-LD in the words of schema.org.
    public var data: JSON?
    /// Style sheets and scripts besides those of every page, such as a map's.
    public var styles: [Href] = []
    public var scripts: [Href] = []
    /// The content, with its one `h1`.
    public var main: HTML

    /// A page by its title and content.
    public init(_ title: String, width: Width = .reading, _ main: HTML) {
        self.title = title
        self.width = width
        self.main = main
    }
}
