// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Synchronization

/// A server of a test's own on the loopback: what each connection says and is told is the test's.
final class Listener: Sendable {
    let port: Int
    private let socket: Int32
    private let count = Count()

    /// How many connections were made.
    var connections: Int { count.value.load(ordering: .acquiring) }

    /// - Parameter serve: runs once a connection, on a thread of its own; the connection ends with it.
    init(_ serve: @escaping @Sendable (Wire) -> Void) throws {
        let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && listen(socket, 16) == 0
                    && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRINUSE) }
        self.socket = socket
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread { [count] in
            while true {
                let one = accept(socket, nil, nil)
                if one < 0 { return }
                count.value.add(1, ordering: .acquiringAndReleasing)
                Thread {
                    serve(Wire(one))
                    close(one)
                }.start()
            }
        }.start()
    }

    deinit { shutdown(socket, Int32(SHUT_RDWR)) }

    /// A server of HTTP that answers each request with the same bytes and tells what it was asked.
    static func http(
        _ answer: String, heard: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> Listener {
        try Listener { wire in
            while let head = wire.head() {
                let length = head.split(separator: "\r\n").first {
                    $0.lowercased().hasPrefix("content-length:")
                }?.split(separator: " ").last.flatMap { Int($0) } ?? 0
                heard(head + wire.text(length))
                wire.say(answer)
            }
        }
    }
}

/// A number that threads share.
private final class Count: Sendable {
    let value = Atomic(0)
}

/// One connection.
final class Wire {
    private let socket: Int32

    init(_ socket: Int32) { self.socket = socket }

    func say(_ text: String) { say(bytes: Array(text.utf8)) }

    func say(bytes: [UInt8]) {
        var bytes = bytes
        while !bytes.isEmpty {
            let sent = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            if sent <= 0 { return }
            bytes.removeFirst(sent)
        }
    }

    /// The next line without its end; nil once the other side is gone.
    func line() -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while recv(socket, &byte, 1, 0) == 1 {
            if byte == 10 { return String(decoding: bytes.filter { $0 != 13 }, as: UTF8.self) }
            bytes.append(byte)
        }
        return nil
    }

    /// The head of a request with the empty line after it.
    func head() -> String? {
        var lines = ""
        while let line = line() {
            lines += line + "\r\n"
            if line.isEmpty { return lines }
        }
        return nil
    }

    func text(_ count: Int) -> String { String(decoding: read(count), as: UTF8.self) }

    /// So many bytes; nil once the other side is gone.
    func bytes(_ count: Int) -> [UInt8]? {
        let bytes = read(count)
        return bytes.count == count ? bytes : nil
    }

    private func read(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count < count, recv(socket, &byte, 1, 0) == 1 { bytes.append(byte) }
        return bytes
    }
}
