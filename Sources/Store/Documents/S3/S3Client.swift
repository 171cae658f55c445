// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Outgoing

/// The few requests to an object store that documents need; path-style, signed. Each waits on the
/// caller's thread, and is sent once more if it went wrong on the way: all may be repeated.
struct S3Client: Sendable {
    /// The digest of nothing.
    private static let nothing = Digest.of([UInt8]())
    /// The slowest way there that is waited for, in bytes a second.
    private static let slowest = 256 << 10

    private let place: S3Place
    private let transferring: any Transferring
    /// The machine's own clock, whatever the network's is: the store compares it with its own.
    private let clock: @Sendable () -> Instant

    init(_ place: S3Place, transferring: any Transferring, clock: @escaping @Sendable () -> Instant) {
        self.place = place
        self.transferring = transferring
        self.clock = clock
    }

    /// Puts a file under a name.
    func put(_ file: String, digest: String, as name: String) throws {
        let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
        let answer = try send("PUT", name, digest: digest, from: file, size: size)
        guard answer.status == 200 else { throw failure("PUT", answer) }
    }

    /// Gets what lies under a name into a file; false if nothing does.
    func get(_ name: String, into file: String) throws -> Bool {
        let answer = try send("GET", name, into: file, size: DocumentStore.largest)
        if answer.status == 200 { return true }
        guard answer.status == 404, code(answer) == "NoSuchKey" else { throw failure("GET", answer) }
        return false
    }

    /// Removes what lies under a name; fine if nothing does.
    func delete(_ name: String) throws {
        let answer = try send("DELETE", name)
        let isGone = answer.status == 404 && code(answer) == "NoSuchKey"
        guard [200, 204].contains(answer.status) || isGone else { throw failure("DELETE", answer) }
    }

    /// The names that begin so, without that beginning, in their order.
    func list(_ beginning: String) throws -> [String] {
        var names: [String] = []
        var token: String?
        let whole = place.prefix + beginning
        repeat {
            var query = [(name: "list-type", value: "2"), (name: "prefix", value: whole)]
            if let token { query.append(("continuation-token", token)) }
            let answer = try send("GET", nil, query: query)
            guard answer.status == 200 else { throw failure("list", answer) }
            let page = S3Listing(String(decoding: answer.body, as: UTF8.self))
            names += page.keys.filter { $0.hasPrefix(whole) }.map { String($0.dropFirst(whole.count)) }
            token = page.next
        } while token != nil
        return names.sorted()
    }

    private func send(
        _ method: String, _ name: String?, query: [(name: String, value: String)] = [],
        digest: String = nothing, from upload: String? = nil, into download: String? = nil,
        size: Int = 0
    ) throws -> OutgoingResponse {
        let object = name.map { "/\(place.prefix)\($0)" } ?? ""
        let path = S3Signer.encoded("/\(place.bucket)\(object)", isPath: true)
        let text = S3Signer.query(query)
        var request = OutgoingRequest(
            method, place.endpoint + path + (text.isEmpty ? "" : "?\(text)"),
            timeout: .seconds(30 + size / Self.slowest), largestAnswer: max(size, 4 << 20))
        for isLast in [false, true] {
            request.headers = place.signer.signed(
                method, path: path, query: query, headers: [("host", place.hostHeader)], digest: digest,
                at: clock())
            do {
                let answer = try transferring.transfer(request, from: upload, into: download)
                if answer.status < 500 || isLast { return answer }
            } catch let fault as Fault {
                if isLast { throw DocumentFailure.unreachable(fault.description) }
            }
        }
        throw DocumentFailure.unreachable("nothing was asked")
    }

    /// What the store says is wrong, in its own word; its message may repeat what was asked.
    private func failure(_ what: String, _ answer: OutgoingResponse) -> DocumentFailure {
        .unreachable("\(what) at \(place.endpoint): answered \(answer.status) \(code(answer))")
    }

    private func code(_ answer: OutgoingResponse) -> String {
        S3Listing.first("Code", in: String(decoding: answer.body.prefix(4_096), as: UTF8.self)) ?? ""
    }
}
