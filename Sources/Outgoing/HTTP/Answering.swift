// SPDX-License-Identifier: EUPL-1.2

import CCurl
import Foundation

/// What comes back, piece by piece, held to its limits.
final class Answering {
    private static let largestHead = 64 << 10

    private let largest: Int
    private let file: FileHandle?
    private(set) var headers: [(name: String, value: String)] = []
    private(set) var body: [UInt8] = []
    /// Why it was broken off from here; nil if it was not.
    private(set) var failure: String?
    private var headBytes = 0
    private var isHeadOver = false
    private var isGood = false
    private var bodyBytes = 0

    /// - Parameter file: where the body of an answer of 200 goes, rather than into memory.
    init(largest: Int, file: FileHandle? = nil) {
        self.largest = largest
        self.file = file
    }

    /// Has a handle tell this object what comes. It must outlive the use of the handle.
    func listen(to handle: CurlHandle) throws {
        let own = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
        try handle.set(CURLOPT_HEADERDATA, own)
        try handle.check(
            curl_set_transfer(handle.raw, CURLOPT_HEADERFUNCTION, takeHeader), CURLOPT_HEADERFUNCTION)
        try handle.set(CURLOPT_WRITEDATA, own)
        try handle.check(
            curl_set_transfer(handle.raw, CURLOPT_WRITEFUNCTION, takeBody), CURLOPT_WRITEFUNCTION)
    }

    fileprivate func header(_ bytes: UnsafeRawBufferPointer) -> Bool {
        headBytes += bytes.count
        guard headBytes <= Self.largestHead else {
            failure = "the head of the answer is longer than \(Self.largestHead) bytes"
            return false
        }
        let line = String(decoding: bytes, as: UTF8.self).filter { !$0.isNewline }
        if line.hasPrefix("HTTP/") {
            // What came before was no answer yet, but word that one is coming.
            headers = []
            isHeadOver = false
            isGood = line.split(separator: " ").dropFirst().first == "200"
        } else if line.isEmpty {
            isHeadOver = true
        } else if !isHeadOver, let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers.append((line[..<colon].lowercased(), value))
        }
        return true
    }

    fileprivate func body(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bodyBytes += bytes.count
        guard bodyBytes <= largest else {
            failure = "the answer is longer than \(largest) bytes"
            return false
        }
        guard isGood, let file else {
            body.append(contentsOf: bytes)
            return true
        }
        do { try file.write(contentsOf: Data(bytes)) } catch {
            failure = "the answer cannot be written: \(error)"
            return false
        }
        return true
    }
}

private let takeHeader: curl_write_callback = { bytes, size, count, own in
    guard let bytes, let own else { return 0 }
    let answering = Unmanaged<Answering>.fromOpaque(own).takeUnretainedValue()
    let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return answering.header(piece) ? size * count : 0
}

private let takeBody: curl_write_callback = { bytes, size, count, own in
    guard let own else { return 0 }
    let answering = Unmanaged<Answering>.fromOpaque(own).takeUnretainedValue()
    let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return answering.body(piece) ? size * count : 0
}
