// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Measuring
import Synchronization

/// Hears the notifications of a twin, and counts how long after its change each entity was told: from the
/// moment it says it was modified at to the last byte of the notification.
final class TwinListener: Sendable {
    let port: Int
    private let socket: Int32
    private let heard = Mutex<Latencies>(Latencies())

    init() throws {
        let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && listen(socket, 64) == 0
                    && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound else { throw Fault("no port to listen on") }
        self.socket = socket
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    /// Begins to listen.
    func begin() {
        Thread { [self] in
            while true {
                let connection = accept(socket, nil, nil)
                if connection < 0 { return }
                Thread { [self] in serve(connection) }.start()
            }
        }.start()
    }

    func end() { shutdown(socket, Int32(SHUT_RDWR)) }

    /// What was heard since the last time.
    func taken() -> Latencies {
        heard.withLock { heard in
            defer { heard = Latencies() }
            return heard
        }
    }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = piece.withUnsafeMutableBytes { read(connection, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes += piece[..<count]
            while let (length, body) = Self.request(in: bytes) {
                note(bytes[(length - body)..<length])
                bytes.removeFirst(length)
                let answer = Array("HTTP/1.1 204 No Content\r\n\r\n".utf8)
                _ = answer.withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
            }
        }
    }

    /// How long the first request is, and its body, if all of it is there.
    private static func request(in bytes: [UInt8]) -> (Int, Int)? {
        let text = String(decoding: bytes.prefix(2_048), as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let head = text[..<end.upperBound]
        let name = "content-length:"
        let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name) }
        let body = line.flatMap { Int($0.dropFirst(name.count).filter(\.isNumber)) } ?? 0
        let length = head.utf8.count + body
        return bytes.count >= length ? (length, body) : nil
    }

    private func note(_ body: ArraySlice<UInt8>) {
        let now = Instant(Date())
        guard let told = try? JSON(parsing: Array(body))["data"]?.asArray else { return }
        let moments = told.compactMap { $0["modifiedAt"]?.asString.flatMap { Instant(iso: $0) } }
        heard.withLock { heard in
            for moment in moments { heard.add(Double(now.milliseconds - moment.milliseconds)) }
        }
    }
}
