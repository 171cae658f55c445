// SPDX-License-Identifier: EUPL-1.2

import CCurl
import Foundation
import Kernel

/// What goes out after the head, piece by piece: bytes at hand, or a file that need not fit into
/// memory.
final class Sending {
    private enum Source {
        case bytes([UInt8])
        case file(FileHandle)
    }

    private let source: Source
    private var position = 0
    let size: Int
    /// Whether any of it was asked for.
    var hasBegun: Bool { position > 0 }

    init(_ bytes: [UInt8]) {
        source = .bytes(bytes)
        size = bytes.count
    }

    /// - Throws: `Fault` if the file cannot be read.
    init(file path: String) throws {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Fault("cannot read what is to be sent")
        }
        source = .file(file)
        size = Int(try file.seekToEnd())
        try file.seek(toOffset: 0)
    }

    /// Has a handle take what it sends from here. This object must outlive the use of it.
    func feed(_ handle: CurlHandle) throws {
        let own = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
        try handle.set(CURLOPT_UPLOAD, 1)
        try handle.set(CURLOPT_INFILESIZE_LARGE, size: size)
        try handle.set(CURLOPT_READDATA, own)
        try handle.check(
            curl_set_transfer(handle.raw, CURLOPT_READFUNCTION, giveBody), CURLOPT_READFUNCTION)
        // A connection that was kept may turn out to be closed: then it is sent once more.
        try handle.set(CURLOPT_SEEKDATA, own)
        try handle.check(curl_set_seek(handle.raw, rewind), CURLOPT_SEEKFUNCTION)
    }

    /// The next piece; nil if it cannot be read.
    fileprivate func next(_ most: Int) -> [UInt8]? {
        let piece: [UInt8]
        switch source {
        case .bytes(let bytes): piece = Array(bytes[position..<min(bytes.count, position + most)])
        case .file(let file):
            guard let read = try? file.read(upToCount: most) else {
                return position == size ? [] : nil
            }
            piece = Array(read)
        }
        position += piece.count
        return piece
    }

    fileprivate func seek(_ offset: Int) -> Bool {
        guard (0...size).contains(offset) else { return false }
        if case .file(let file) = source, (try? file.seek(toOffset: UInt64(offset))) == nil {
            return false
        }
        position = offset
        return true
    }
}

private let giveBody: curl_write_callback = { buffer, size, count, own in
    guard let buffer, let own else { return Int(CURL_READFUNC_ABORT) }
    let sending = Unmanaged<Sending>.fromOpaque(own).takeUnretainedValue()
    guard let piece = sending.next(size * count) else { return Int(CURL_READFUNC_ABORT) }
    UnsafeMutableRawBufferPointer(start: buffer, count: size * count).copyBytes(from: piece)
    return piece.count
}

private let rewind: curl_seek_callback = { own, offset, origin in
    guard let own, origin == SEEK_SET else { return CURL_SEEKFUNC_CANTSEEK }
    let sending = Unmanaged<Sending>.fromOpaque(own).takeUnretainedValue()
    return sending.seek(Int(offset)) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
}
