// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Web

/// What was answered, whole.
public struct TestAnswer: Sendable {
    public let status: Int
    public let headers: [(String, String)]
    public let bytes: [UInt8]
    /// Why a body that came in pieces broke off; nil: it is whole.
    public let failure: String?

    /// Takes in an answer, with all of a body that comes in pieces.
    public init(_ response: Response) async {
        status = response.status
        headers = response.headers
        var failure: String?
        switch response.body {
        case .bytes(let bytes): self.bytes = bytes
        case .file(let path): bytes = [UInt8](FileManager.default.contents(atPath: path) ?? Data())
        case .stream(let produce):
            var sink: any ChunkWriter = Collected()
            do { try await produce(&sink) } catch { failure = "\(error)" }
            bytes = (sink as? Collected)?.bytes ?? []
        }
        self.failure = failure
    }

    /// The body as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The body as JSON; null if it is none.
    public var json: JSON { (try? JSON(parsing: bytes)) ?? .null }

    /// The value of a header, by lower-case name.
    public func header(_ name: String) -> String? { headers.last { $0.0 == name }?.1 }

    /// All values of a header, by lower-case name.
    public func headers(_ name: String) -> [String] {
        headers.filter { $0.0 == name }.map(\.1)
    }

    /// Where it leads, if it leads elsewhere.
    public var location: String? { header("location") }

    /// Whether the text stands in the body.
    public func contains(_ part: String) -> Bool { text.contains(part) }

    /// The secret of the forms of this page; empty if it has none.
    public var csrf: String { hidden(action: nil).first { $0.0 == "csrf" }?.1 ?? "" }

    /// The hidden values of the first form that leads to `action`; nil: of the first form that has
    /// any.
    public func hidden(action: String?) -> [(String, String)] {
        for form in text.components(separatedBy: "<form").dropFirst() {
            let inside = form.components(separatedBy: "</form>")[0]
            if let action {
                guard inside.contains("action=\"\(HTML(text: action).string)\"") else { continue }
            }
            let values = inside.components(separatedBy: "<input type=\"hidden\"").dropFirst()
                .compactMap { input -> (String, String)? in
                    guard let name = Self.attribute("name", of: input),
                        let value = Self.attribute("value", of: input)
                    else { return nil }
                    return (name, value)
                }
            if action != nil || !values.isEmpty { return values }
        }
        return []
    }

    private static func attribute(_ name: String, of tag: String) -> String? {
        let parts = tag.prefix { $0 != ">" }.components(separatedBy: " \(name)=\"")
        guard parts.count > 1 else { return nil }
        return String(parts[1].prefix { $0 != "\"" }).replacing("&lt;", with: "<")
            .replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    }
}

/// The pieces of a body, put together.
private struct Collected: ChunkWriter {
    var bytes: [UInt8] = []
    mutating func write(_ bytes: [UInt8]) async throws { self.bytes += bytes }
}
