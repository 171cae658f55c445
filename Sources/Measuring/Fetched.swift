// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// One answer, fetched over a connection of its own: what a bench looks at before it loads.
public struct Fetched: Sendable {
    public let status: Int
    /// By names in lower case.
    public let headers: [String: String]
    public let body: [UInt8]

    /// Asks, and reads until the other end closes.
    /// - Throws: `Fault` when nobody answers, or with no HTTP.
    public init(
        port: Int, _ path: String, method: String = "GET", headers: [String: String] = [:],
        body: String = ""
    ) throws {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if !body.isEmpty { head += "Content-Length: \(body.utf8.count)\r\n" }
        var connection = try LoadConnection(port: port, requests: [Array((head + "\r\n" + body).utf8)])
        defer { close(connection.descriptor) }
        connection.send(at: 0)
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = piece.withUnsafeMutableBytes { read(connection.descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            bytes += piece[..<count]
        }
        try self.init(answer: bytes)
    }

    private init(answer: [UInt8]) throws {
        guard let end = LoadConnection.end(of: answer) else { throw Fault("no HTTP was answered") }
        let lines = String(decoding: answer[..<end], as: UTF8.self).split(separator: "\r\n")
        status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        headers = lines.dropFirst().reduce(into: [:]) { headers, line in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return }
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        body = Array(answer[end...])
    }
}
