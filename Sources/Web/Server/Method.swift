// SPDX-License-Identifier: EUPL-1.2

/// An HTTP method (RFC 9110, section 9) the product answers to.
public enum Method: String, Sendable, Hashable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
    /// Any other: nothing here answers to it. By the name that OpenTelemetry gives it in what is counted.
    case other = "_OTHER"

    /// Whether it only reads.
    public var isSafe: Bool { self == .get || self == .head || self == .options }
}

/// The form in which an answer is given: by the path's ending, or by `Accept`.
public enum Format: String, Sendable, Hashable, CaseIterable {
    case html, json, csv, jsonld, ttl, geojson, atom, ics

    /// The media type it is sent with.
    public var media: String {
        switch self {
        case .html: "text/html; charset=utf-8"
        case .json: "application/json"
        case .csv: "text/csv; charset=utf-8"
        case .jsonld: "application/ld+json"
        case .ttl: "text/turtle; charset=utf-8"
        case .geojson: "application/geo+json"
        case .atom: "application/atom+xml; charset=utf-8"
        case .ics: "text/calendar; charset=utf-8"
        }
    }

    /// The format an `Accept` header asks for, of those offered: the first it names.
    static func accepted(_ header: String, of offered: Set<Format>) -> Format? {
        for part in header.split(separator: ",") {
            let media = part.prefix { $0 != ";" }.trimmingPrefix(while: \.isWhitespace)
            if media.isEmpty { continue }
            for format in offered where format.media.hasPrefix(media.trimmingSuffix()) {
                return format
            }
        }
        return nil
    }
}

extension Substring {
    func trimmingSuffix() -> Substring {
        var text = self
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
