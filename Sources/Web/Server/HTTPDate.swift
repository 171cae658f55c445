// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A moment as heads of HTTP say it, such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
struct HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    let text: String

    /// - Parameter second: since 1970-01-01 at 00:00 UTC.
    init(second: Int) {
        let iso = Instant(milliseconds: Int64(second) * 1_000).description
        let parts = iso.split { !("0"..."9").contains($0) }
        let month = Int(parts[1]).map { Self.months[$0 - 1] } ?? ""
        text = "\(Self.days[second / 86_400 % 7]), \(parts[2]) \(month) \(parts[0]) "
            + "\(parts[3]):\(parts[4]):\(parts[5]) GMT"
    }
}
