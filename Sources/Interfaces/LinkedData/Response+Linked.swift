// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

extension Response {
    /// A graph in the form that was asked for.
    public static func linked(_ graph: LinkedGraph, for request: Request) -> Response {
        request.format == .ttl
            ? .cacheable(graph.turtle, as: .ttl, for: request)
            : .cacheable(graph.json, as: .jsonld, for: request)
    }
}

extension Set<Format> {
    /// The forms of linked data.
    public static let linked: Set<Format> = [.jsonld, .ttl]
}

extension Page {
    /// Names the forms of linked data that the page at this address also has.
    public mutating func addLinked(at path: Href, _ title: String) {
        for format in [Format.jsonld, .ttl] {
            let parts = path.string.split(separator: "?", maxSplits: 1).map(String.init)
            let query = parts.count > 1 ? "?\(parts[1])" : ""
            let form = "\(parts.first ?? "").\(format.rawValue)\(query)"
            guard let href = Href(form) else { continue }
            feeds.append(Feed(title, type: String(format.media.prefix { $0 != ";" }), href))
        }
    }
}
