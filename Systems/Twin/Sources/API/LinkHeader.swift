// SPDX-License-Identifier: EUPL-1.2

/// The `Link` header by which a request names its words (RFC 8288; GS CIM 009, 6.3.5).
enum LinkHeader {
    static let relation = "http://www.w3.org/ns/json-ld#context"

    /// The address of the context a header names; nil if it names none.
    static func context(in header: String) -> String? {
        for part in links(header) {
            guard let start = part.firstIndex(of: "<"), let end = part[start...].firstIndex(of: ">") else {
                continue
            }
            let parameters = part[part.index(after: end)...].split(separator: ";")
            let isContext = parameters.contains { parameter in
                let pair = parameter.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
                guard pair.count == 2, pair[0].lowercased() == "rel" else { return false }
                return pair[1].filter { $0 != "\"" } == relation
            }
            if isContext { return String(part[part.index(after: start)..<end]) }
        }
        return nil
    }

    /// The links of a header: commas within an address part nothing.
    private static func links(_ header: String) -> [Substring] {
        var (links, start, isInside): ([Substring], String.Index, Bool) = ([], header.startIndex, false)
        for index in header.indices {
            switch header[index] {
            case "<": isInside = true
            case ">": isInside = false
            case "," where !isInside:
                links.append(header[start..<index])
                start = header.index(after: index)
            default: break
            }
        }
        links.append(header[start...])
        return links
    }

    /// A header that names a context.
    static func naming(_ url: String) -> String {
        "<\(url)>; rel=\"\(relation)\"; type=\"application/ld+json\""
    }
}
