// SPDX-License-Identifier: EUPL-1.2

extension Response {
    /// The part of it that a GET asks for with one range of bytes (RFC 9110, section 14); else, and where it
    /// asks for several or under a condition, the whole of it, as the section allows.
    ///
    /// Programs that read files through the network, GDAL's `/vsicurl/` among them, read nothing else.
    public func part(asked request: Request) -> Response {
        guard request.method == .get, status == 200, let bytes, request.headers["if-range"] == nil,
            let header = request.headers["range"], let range = ByteRange(header, of: bytes.count)
        else { return self }
        var part = self
        switch range {
        case .none:
            part.status = 416
            part.body = .bytes([])
            part.headers = [("content-range", "bytes */\(bytes.count)")]
        case .bytes(let range):
            part.status = 206
            part.body = .bytes(Array(bytes[range]))
            part.headers.append(
                ("content-range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(bytes.count)"))
        }
        return part
    }
}

/// What the header `Range` means of so many bytes.
private enum ByteRange {
    case bytes(Range<Int>)
    /// Nothing is there.
    case none

    /// Nil: it is none that is heeded.
    init?(_ header: String, of count: Int) {
        guard header.hasPrefix("bytes=") else { return nil }
        let ends = header.dropFirst("bytes=".count)
            .split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, ends.joined().utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        switch (Int(ends[0]), Int(ends[1])) {
        case (let first?, _) where first >= count: self = .none
        case (let first?, let last?):
            guard first <= last else { return nil }
            self = .bytes(first..<min(last, count - 1) + 1)
        case (let first?, nil) where ends[1].isEmpty: self = .bytes(first..<count)
        case (nil, let length?) where ends[0].isEmpty:
            self = length == 0 || count == 0 ? .none : .bytes(max(count - length, 0)..<count)
        default: return nil
        }
    }
}
