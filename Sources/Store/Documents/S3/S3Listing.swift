// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// One page of a list of names, in the XML of an object store.
///
/// Source: Amazon S3 API Reference, ListObjectsV2.
struct S3Listing {
    let keys: [String]
    /// What asks for the next page; nil on the last.
    let next: String?

    init(_ xml: String) {
        keys = Self.all("Key", in: xml)
        let isMore = Self.first("IsTruncated", in: xml) == "true"
        next = isMore ? Self.first("NextContinuationToken", in: xml) : nil
    }

    /// The text of the first element of that name.
    static func first(_ name: String, in xml: String) -> String? { all(name, in: xml).first }

    /// The texts of all elements of that name; those that are read here have no others in them.
    private static func all(_ name: String, in xml: String) -> [String] {
        xml.components(separatedBy: "<\(name)>").dropFirst().compactMap { rest in
            rest.range(of: "</\(name)>").map { plain(rest[..<$0.lowerBound]) }
        }
    }

    private static func plain(_ text: Substring) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&amp;", "&")]
            .reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
    }
}
