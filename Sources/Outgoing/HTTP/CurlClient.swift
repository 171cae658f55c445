// SPDX-License-Identifier: EUPL-1.2

import CCurl
import Foundation
import Kernel

/// Sends requests by libcurl: HTTP and HTTPS alone, certificates checked, no redirect followed, no
/// proxy, no cookies, nothing from the environment, and only to addresses the policy allows.
public final class CurlClient: Fetching, Transferring {
    private let policy: AddressPolicy
    private let authorities: String?
    private let workers: Workers
    private let handles = CurlHandles()

    /// - Parameters:
    ///   - atOnce: how many requests are under way at once; others wait for their turn.
    ///   - authorities: a file with the certificates that are trusted, in PEM; nil: the system's.
    public init(policy: AddressPolicy = AddressPolicy(), atOnce: Int = 8, authorities: String? = nil) {
        self.policy = policy
        self.authorities = authorities
        workers = Workers(atOnce: atOnce)
    }

    /// Sends one request, on a thread that may wait.
    public func send(_ request: OutgoingRequest) async throws -> OutgoingResponse {
        try await workers.run { [self] in
            try perform(request, sending: Sending(request.body), into: nil, $0)
        }
    }

    /// Sends one request, on the caller's thread.
    public func transfer(
        _ request: OutgoingRequest, from upload: String?, into download: String?
    ) throws -> OutgoingResponse {
        let sending = try upload.map { try Sending(file: $0) } ?? Sending(request.body)
        let file = try download.map { path in
            guard FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
                let file = FileHandle(forWritingAtPath: path)
            else { throw Fault("cannot write an answer to \(path)") }
            return file
        }
        defer { try? file?.close() }
        return try perform(request, sending: sending, into: file, GivenUp())
    }

    private func perform(
        _ request: OutgoingRequest, sending: Sending, into file: FileHandle?, _ givenUp: GivenUp
    ) throws -> OutgoingResponse {
        let address = try CurlAddress.http(request.address)
        let connecting = Connecting(policy, host: address.host, givenUp: givenUp)
        let answering = Answering(largest: request.largestAnswer, file: file)
        let headers = try HeaderList.of(request)
        return try handles.with { handle in
            try connecting.prepare(handle, timeout: request.timeout, authorities: authorities)
            try answering.listen(to: handle)
            try handle.set(CURLOPT_URL, address.text)
            try handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
            try handle.set(CURLOPT_HTTPHEADER, headers.raw)
            try Self.method(request.method, sending, handle)
            let code = curl_easy_perform(handle.raw)
            // Callbacks reach these by plain pointers.
            withExtendedLifetime((connecting, answering, sending, headers)) {}
            guard code == CURLE_OK else {
                throw Self.fault(code, request, address, connecting, answering, givenUp)
            }
            return OutgoingResponse(
                status: handle.number(CURLINFO_RESPONSE_CODE), headers: answering.headers,
                body: answering.body)
        }
    }

    private static func method(_ method: String, _ sending: Sending, _ handle: CurlHandle) throws {
        guard HeaderList.isToken(method) else { throw Fault("a method that is none") }
        if method == "HEAD" { return try handle.set(CURLOPT_NOBODY, 1) }
        if sending.size > 0 || method == "POST" || method == "PUT" { try sending.feed(handle) }
        try handle.set(CURLOPT_CUSTOMREQUEST, method)
    }

    private static func fault(
        _ code: CURLcode, _ request: OutgoingRequest, _ address: CurlAddress,
        _ connecting: Connecting, _ answering: Answering, _ givenUp: GivenUp
    ) -> any Error {
        if givenUp.isSo { return CancellationError() }
        let why = answering.failure
            ?? connecting.refused.map { "\($0) is not public, and \(AddressPolicy.setting) does not name it" }
            ?? CurlHandle.words(code)
        return Fault("\(request.method) \(address.origin): \(why)")
    }
}
