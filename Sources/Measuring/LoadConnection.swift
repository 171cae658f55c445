// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// One connection of the load, kept open: sends a request, reads the answer to its end.
public struct LoadConnection {
    public let descriptor: Int32
    private let requests: [[UInt8]]
    private var turn = 0
    /// What has come of an answer's head; what follows it is counted and not kept.
    private var head: [UInt8] = []
    private var piece = [UInt8](repeating: 0, count: 65_536)
    /// How many bytes of the answer are still to come; nil while its head is not whole.
    private var left: Int?
    private var status = 0
    public private(set) var sentAt = 0.0

    /// - Throws: `Fault` when nobody answers on the port.
    /// - Parameter requests: sent in turn.
    public init(port: Int, requests: [[UInt8]] = []) throws {
        #if canImport(Glibc)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        self.requests = requests
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

    /// Sends the next request.
    public mutating func send(at now: Double) {
        sentAt = now
        head.removeAll(keepingCapacity: true)
        left = nil
        _ = requests[turn].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        turn = (turn + 1) % requests.count
    }

    /// Reads what is there; the status once the answer is whole, and 0 when nothing comes any more.
    public mutating func receive() -> Int? {
        let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return 0 }
        if let left { self.left = left - count } else { readHead(count) }
        return (left ?? 1) <= 0 ? status : nil
    }

    /// Reads status and length off the head, once it is whole. What has come of the body is counted
    /// and not copied.
    private mutating func readHead(_ count: Int) {
        let before = head.count
        piece.withUnsafeBufferPointer { piece in
            head.append(contentsOf: UnsafeBufferPointer(rebasing: piece[..<min(count, 4_096)]))
        }
        guard let end = Self.end(of: head) else {
            // A head is far shorter than that.
            if count > 4_096 { status = 0; left = 0 }
            return
        }
        status = Self.number(in: head, from: 9)
        left = end + Self.length(in: head[..<end]) - before - count
    }

    /// How long the body is, by the head. Read as bytes: as texts, heads would take a good part of the
    /// processors that what is measured needs.
    private static func length(in head: ArraySlice<UInt8>) -> Int {
        var start = head.startIndex
        while let end = head[start...].firstIndex(of: 10) {
            let line = head[start..<end]
            // Names of headers are ASCII, whose small letters have the bit of 32.
            if line.count > name.count, zip(line, name).allSatisfy({ $0 | 32 == $1 }) {
                return number(in: line, from: name.count)
            }
            start = end + 1
        }
        return 0
    }

    /// `:` and `-` have that bit already.
    private static let name = Array("content-length:".utf8)

    /// The number that begins there, behind spaces.
    private static func number(in bytes: some Collection<UInt8>, from count: Int) -> Int {
        bytes.dropFirst(count).drop { $0 == 32 }.prefix { (48...57).contains($0) }
            .reduce(0) { 10 * $0 + Int($1) - 48 }
    }

    /// Where the body begins.
    static func end(of bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            var index = 3
            while index < bytes.count {
                if bytes[index] == 10, bytes[index - 1] == 13, bytes[index - 2] == 10 { return index + 1 }
                index += 1
            }
            return nil
        }
    }
}
