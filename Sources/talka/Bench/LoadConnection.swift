// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// One connection of the load, kept open: sends a request, reads the answer whole.
struct LoadConnection {
    let descriptor: Int32
    private let request: [UInt8]
    private var buffer: [UInt8] = []
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
        _ = request.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }

    /// Reads what is there; the status once the answer is whole.
    mutating func receive() -> Int? {
        var piece = [UInt8](repeating: 0, count: 16_384)
        let count = read(descriptor, &piece, piece.count)
        guard count > 0 else { return 0 }
        buffer += piece[..<count]
        guard let headEnd = Self.end(of: buffer) else { return nil }
        let head = String(decoding: buffer[..<headEnd], as: UTF8.self).lowercased()
        var length = 0
        for line in head.split(separator: "\r\n") where line.hasPrefix("content-length:") {
            length = Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces)) ?? 0
        }
        guard buffer.count >= headEnd + 4 + length else { return nil }
        return Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0
    }

    private static func end(of bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in 0...(bytes.count - 4)
        where bytes[index] == 13 && bytes[index + 1] == 10 && bytes[index + 2] == 13
            && bytes[index + 3] == 10
        {
            return index
        }
        return nil
    }
}
