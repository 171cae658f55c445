// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Where a body is written piece by piece.
public protocol ChunkWriter {
    /// Sends a piece; returns when the reader is ready for more.
    mutating func write(_ bytes: [UInt8]) async throws
}

/// An answer: a status, headers, and a body at hand or in pieces.
public struct Response: Sendable {
    /// What is sent after the headers.
    public enum Body: Sendable {
        case bytes([UInt8])
        /// A file on the disk, sent piece by piece.
        case file(String)
        /// Pieces as they are made, for what is too large to hold.
        case stream(@Sendable (inout any ChunkWriter) async throws -> Void)
    }

    public var status: Int
    public var headers: [(String, String)]
    public var body: Body
    /// What the commons was at before it was made; nil for what is not to be kept.
    var ticket: String?
    /// The kept page it is, with one header more.
    var kept: KeptPage?
    /// Whether it goes on for as long as its reader stays, and costs little meanwhile.
    var isLive = false

    public init(status: Int = 200, headers: [(String, String)] = [], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer of one media type.
    public init(_ status: Int = 200, _ media: String, _ bytes: [UInt8]) {
        self.init(status: status, headers: [("content-type", media)], body: .bytes(bytes))
    }

    /// An answer in a format.
    public static func text(_ text: String, as format: Format, status: Int = 200) -> Response {
        Response(status, format.media, Array(text.utf8))
    }

    /// An answer in JSON.
    public static func json(_ json: JSON, status: Int = 200) -> Response {
        Response(status, Format.json.media, json.encoded())
    }

    /// Sends the browser elsewhere with a GET (RFC 9110, section 15.4.4).
    public static func seeOther(_ href: Href) -> Response {
        Response(status: 303, headers: [("location", href.string)])
    }

    /// The same answer with one more header.
    public func adding(_ name: String, _ value: String) -> Response {
        var response = self
        response.headers.append((name, value))
        return response
    }

    /// The value of a header, by lower-case name.
    public func header(_ name: String) -> String? { headers.last { $0.0 == name }?.1 }

    /// The bytes of a body at hand; nil for one in pieces.
    public var bytes: [UInt8]? { if case .bytes(let bytes) = body { bytes } else { nil } }

    /// The answer to a HEAD: the length of what a GET would send, and nothing of it. What would be
    /// made while it is sent is not made, so that nobody knows how long it is.
    func headed() -> Response {
        var response = self
        response.body = .bytes([])
        return length().map { response.replacing("content-length", String($0)) } ?? response
    }

    private func length() -> Int? {
        switch body {
        case .bytes(let bytes): bytes.count
        case .file(let path):
            (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
        case .stream: nil
        }
    }

    /// Sets a cookie that scripts cannot read and other sites' posts do not carry.
    /// - Parameter isSecure: whether it is sent by HTTPS alone; browsers then take it, by its name,
    ///   from this very host alone.
    public func cookie(_ name: String, _ value: String, maxAge: Int, isSecure: Bool) -> Response {
        let secure = isSecure ? "; Secure" : ""
        return adding(
            "set-cookie",
            "\(Cookies.sent(name, isSecure: isSecure))=\(value); Path=/; HttpOnly; SameSite=Lax; "
                + "Max-Age=\(maxAge)\(secure)")
    }
}
