// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// One connection of the load, kept open: sends a request, reads the answer whole.
struct LoadConnection {
    let descriptor: Int32
    private let request: [UInt8]
    private var buffer: [UInt8] = []
    private var piece = [UInt8](repeating: 0, count: 16_384)
    /// How long the answer is that is being read.
    private var expected: Int?
    private(set) var sentAt = 0.0

    /// - Throws: `Fault` when nobody answers on the port.
    init(port: Int, request: [UInt8] = []) throws {
        #if canImport(Glibc)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        self.request = request
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard result == 0 else {
            close(descriptor)
            throw Fault("nobody answers on port \(port)")
        }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    mutating func send(at now: Double) {
        sentAt = now
        buffer.removeAll(keepingCapacity: true)
        expected = nil
        _ = request.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }

    /// Reads what is there; the status once the answer is whole, and 0 when nothing comes any more.
    mutating func receive() -> Int? {
        let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return 0 }
        buffer += piece[..<count]
        if expected == nil { expected = Self.size(of: buffer) }
        guard let expected, buffer.count >= expected, buffer.count > 12 else { return nil }
        return buffer[9..<12].reduce(0) { $0 * 10 + Int($1) - 48 }
    }

    /// How long an answer is, from its head; nil while that is not there.
    private static func size(of bytes: [UInt8]) -> Int? {
        let head: [UInt8] = Array("\r\ncontent-length:".utf8)
        var length = 0
        var index = 0
        while index + 3 < bytes.count {
            if bytes[index] == 13, bytes[index + 2] == 13 { return index + 4 + length }
            if bytes[index] == 13, index + head.count < bytes.count,
                zip(bytes[index...], head).allSatisfy({ $0 | 0x20 == $1 | 0x20 })
            {
                length = bytes[(index + head.count)...].prefix { $0 != 13 }
                    .reduce(0) { $1 == 32 ? $0 : $0 * 10 + Int($1) - 48 }
            }
            index += 1
        }
        return nil
    }
}
