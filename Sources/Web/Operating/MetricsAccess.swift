// SPDX-License-Identifier: EUPL-1.2

import Store

/// Who may read what the program measures of itself. Unless somebody is named, nobody.
public struct MetricsAccess: Sendable {
    private let ranges: [AddressRange]
    private let token: String?

    /// - Parameters:
    ///   - ranges: from where it may be read.
    ///   - token: what opens it from anywhere, as `Authorization: Bearer TOKEN`.
    public init(from ranges: [AddressRange] = [], token: String? = nil) {
        self.ranges = ranges
        self.token = token
    }

    func permits(_ request: Request) -> Bool {
        let shown = request.headers["authorization"] ?? ""
        if let token, shown.lowercased().hasPrefix("bearer "),
            Secret.isSame(String(shown.dropFirst(7)), token) {
            return true
        }
        guard let address = NetworkAddress(request.peer), !isThroughAStranger(request) else {
            return false
        }
        return ranges.contains { $0.contains(address) }
    }

    /// Whether it came through a proxy nobody told us of: the address is then the proxy's.
    private func isThroughAStranger(_ request: Request) -> Bool {
        !request.isFromProxy
            && ["x-forwarded-for", "forwarded", "x-real-ip", "via"]
                .contains { request.headers[$0] != nil }
    }
}
