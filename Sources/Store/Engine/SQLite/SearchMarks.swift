// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Marks that stand among the words of the full-text index, so that it tells at once what meets the
/// common filters too: whose, how it stands, which kind, and where (`SearchCell`).
///
/// A mark is two characters of Unicode's private use, which no folded word begins with: what it is
/// about, and a number made of its value. Two values may have the same number, so that what is found
/// by marks must still be asked of each row.
enum SearchMarks {
    private enum About: UInt32 { case tenant, status, kind, everywhere }

    /// The first of the characters of private use, and of those that stand for numbers.
    private static let first: UInt32 = 0xE000
    private static let numbers: UInt32 = 0xE100
    private static let count: UInt32 = 6_000

    static func tenant(_ slug: String) -> String { mark(.tenant, slug) }
    static func status(_ status: String) -> String { mark(.status, status) }
    static func kind(_ kind: String) -> String { mark(.kind, kind) }

    /// Of a place too large for cells.
    private static let everywhere = mark(.everywhere, "")

    /// The marks of a publication.
    static func all(_ found: FoundBy) -> [String] {
        [tenant(found.tenant), status(found.status), kind(found.kind)]
            + (found.bounds.map(place) ?? [])
    }

    /// The marks one of which everything has that touches a box.
    static func touching(_ bounds: Bounds) -> [String] {
        SearchCell.cover(of: bounds).map(\.mark) + [everywhere]
    }

    private static func place(_ bounds: Bounds) -> [String] {
        SearchCell.touched(by: bounds)?.map(\.mark) ?? [SearchCell.whole.mark, everywhere]
    }

    private static func mark(_ about: About, _ value: String) -> String {
        // FNV-1a: the same in every process and every release.
        let hash = value.utf8.reduce(2_166_136_261 as UInt32) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return [first + about.rawValue, numbers + hash % count]
            .compactMap(Unicode.Scalar.init).reduce(into: "") { $0.unicodeScalars.append($1) }
    }
}
