// SPDX-License-Identifier: EUPL-1.2

import CTLS
import NIOCore

/// One connection's TLS, without the connection: bytes of the wire go in and come out, and so do the
/// bytes people mean. libssl reads and writes memory alone.
struct Session: ~Copyable {
    /// The other side broke the protocol, or agrees to nothing that is offered.
    struct Broken: Error {}

    /// What reading came to.
    enum Heard {
        case bytes(ByteBuffer)
        /// Nothing more until more comes over the wire.
        case nothing
        /// The other side has said that it will send no more.
        case end
    }

    private let ssl: OpaquePointer
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer
    private(set) var isAgreed = false
    /// The largest record of TLS; there is no more to be had at once.
    private static let record = 16_384

    init(_ certificate: Certificate) throws {
        guard let ssl = SSL_new(certificate.context) else { throw Broken() }
        guard let incoming = BIO_new(BIO_s_mem()), let outgoing = BIO_new(BIO_s_mem()) else {
            SSL_free(ssl)
            throw Broken()
        }
        self.ssl = ssl
        self.incoming = incoming
        self.outgoing = outgoing
        SSL_set_bio(ssl, incoming, outgoing)
        SSL_set_accept_state(ssl)
    }

    // It frees both memories, too.
    deinit { SSL_free(ssl) }

    /// Takes bytes from the wire.
    func take(_ buffer: ByteBuffer) throws {
        try buffer.withUnsafeReadableBytes { bytes in
            var count = 0
            let isTaken = bytes.isEmpty
                || BIO_write_ex(incoming, bytes.baseAddress, bytes.count, &count) == 1
            guard isTaken, count == bytes.count else { throw Broken() }
        }
    }

    /// The bytes that are to go over the wire; nil if there are none.
    func give(_ allocator: ByteBufferAllocator) throws -> ByteBuffer? {
        let waiting = talka_waiting(outgoing)
        guard waiting > 0 else { return nil }
        var buffer = allocator.buffer(capacity: waiting)
        try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: waiting) { space in
            var count = 0
            guard BIO_read_ex(outgoing, space.baseAddress, waiting, &count) == 1 else { throw Broken() }
            return count
        }
        return buffer
    }

    /// Goes on agreeing, as far as what has come in allows.
    mutating func agree() throws {
        ERR_clear_error()
        let result = SSL_do_handshake(ssl)
        if result == 1 {
            isAgreed = true
        } else if SSL_get_error(ssl, result) != SSL_ERROR_WANT_READ {
            ERR_clear_error()
            throw Broken()
        }
    }

    /// The next bytes of the other side.
    func hear(_ allocator: ByteBufferAllocator) throws -> Heard {
        ERR_clear_error()
        var buffer = allocator.buffer(capacity: Self.record)
        var result: Int32 = 0
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.record) { space in
            var count = 0
            result = SSL_read_ex(ssl, space.baseAddress, Self.record, &count)
            return result == 1 ? count : 0
        }
        if result == 1 { return .bytes(buffer) }
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ: return .nothing
        case SSL_ERROR_ZERO_RETURN: return .end
        default:
            ERR_clear_error()
            throw Broken()
        }
    }

    /// Says bytes to the other side; they are then to be given to the wire.
    func say(_ buffer: ByteBuffer) throws {
        guard buffer.readableBytes > 0 else { return }
        ERR_clear_error()
        try buffer.withUnsafeReadableBytes { bytes in
            var count = 0
            let isSaid = SSL_write_ex(ssl, bytes.baseAddress, bytes.count, &count) == 1
            guard isSaid, count == bytes.count else {
                ERR_clear_error()
                throw Broken()
            }
        }
    }

    /// Says that no more will be said.
    func end() {
        ERR_clear_error()
        if isAgreed { SSL_shutdown(ssl) }
        ERR_clear_error()
    }
}
