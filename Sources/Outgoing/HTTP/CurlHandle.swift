// SPDX-License-Identifier: EUPL-1.2

import CCurl
import Kernel
import Synchronization

// Its only property never changes, and what it points to is used by one piece of work at a time:
// `CurlHandles` gives a handle to whoever takes it, and has it again only when they are done.
/// One of libcurl's easy handles, with the connections it keeps open.
final class CurlHandle: @unchecked Sendable {
    let raw: UnsafeMutableRawPointer

    /// Once for the process, before anything else of libcurl.
    private static let isStarted = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    /// - Throws: `Fault` if libcurl cannot begin.
    init() throws {
        guard Self.isStarted, let raw = curl_easy_init() else { throw Fault("libcurl does not start") }
        self.raw = raw
    }

    deinit { curl_easy_cleanup(raw) }

    func set(_ option: CURLoption, _ value: Int) throws {
        try check(curl_set_number(raw, option, value), option)
    }

    func set(_ option: CURLoption, size value: Int) throws {
        try check(curl_set_size(raw, option, curl_off_t(value)), option)
    }

    func set(_ option: CURLoption, _ value: String) throws {
        try check(curl_set_text(raw, option, value), option)
    }

    func set(_ option: CURLoption, _ value: UnsafeRawPointer?) throws {
        try check(curl_set_pointer(raw, option, value), option)
    }

    /// An option that has not been set would be one that does not protect.
    func check(_ code: CURLcode, _ option: CURLoption) throws {
        guard code == CURLE_OK else {
            throw Fault("libcurl refuses option \(option.rawValue): \(Self.words(code))")
        }
    }

    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return curl_get_number(raw, info, &value) == CURLE_OK ? value : 0
    }

    static func words(_ code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }
}

/// The handles that nobody uses just now: their connections serve the next request.
final class CurlHandles: Sendable {
    private let idle = Mutex<[CurlHandle]>([])

    /// Does something with a handle on which nothing is set.
    func with<T>(_ work: (CurlHandle) throws -> T) throws -> T {
        let handle = try idle.withLock { $0.popLast() } ?? CurlHandle()
        defer {
            curl_easy_reset(handle.raw)
            idle.withLock { $0.append(handle) }
        }
        return try work(handle)
    }
}
