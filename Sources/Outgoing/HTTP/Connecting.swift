// SPDX-License-Identifier: EUPL-1.2

import CCurl

/// Asks the policy for each address libcurl would connect to, when it is about to: after the name
/// has been looked up, so that nothing can change in between.
final class Connecting {
    /// How long a connection may take to be made, in milliseconds.
    private static let patience = 10_000

    private let policy: AddressPolicy
    private let host: String
    private let givenUp: GivenUp
    /// The last address that was refused.
    private(set) var refused: IPAddress?

    init(_ policy: AddressPolicy, host: String, givenUp: GivenUp) {
        self.policy = policy
        self.host = host
        self.givenUp = givenUp
    }

    /// Sets what every use of a handle has in common. This object must outlive the use of it.
    func prepare(_ handle: CurlHandle, timeout: Duration, authorities: String?) throws {
        let own = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
        try handle.set(CURLOPT_NOSIGNAL, 1)
        try handle.set(CURLOPT_OPENSOCKETDATA, own)
        try handle.check(curl_set_open_socket(handle.raw, openSocket), CURLOPT_OPENSOCKETFUNCTION)
        try handle.set(CURLOPT_XFERINFODATA, own)
        try handle.check(curl_set_progress(handle.raw, progress), CURLOPT_XFERINFOFUNCTION)
        try handle.set(CURLOPT_NOPROGRESS, 0)
        let whole = timeout.components
        let milliseconds = whole.seconds * 1_000 + whole.attoseconds / 1_000_000_000_000_000
        try handle.set(CURLOPT_TIMEOUT_MS, Int(max(1, milliseconds)))
        try handle.set(CURLOPT_CONNECTTIMEOUT_MS, Self.patience)
        try handle.set(CURLOPT_SSL_VERIFYPEER, 1)
        try handle.set(CURLOPT_SSL_VERIFYHOST, 2)
        if let authorities { try handle.set(CURLOPT_CAINFO, authorities) }
        // An empty text: none, whatever the environment says.
        try handle.set(CURLOPT_PROXY, "")
        try handle.set(CURLOPT_FOLLOWLOCATION, 0)
    }

    fileprivate func open(_ address: UnsafePointer<curl_sockaddr>) -> curl_socket_t {
        var bytes: UnsafePointer<UInt8>?
        var port: Int32 = 0
        let count = Int(curl_address(address, &bytes, &port))
        guard let bytes, let ip = IPAddress(bytes: Array(UnsafeBufferPointer(start: bytes, count: count)))
        else { return curl_socket_t(-1) }
        guard policy.allows(ip, port: Int(port), host: host) else {
            refused = ip
            return curl_socket_t(-1)
        }
        return curl_open(address)
    }

    fileprivate var mustEnd: Bool { givenUp.isSo }
}

private let openSocket: curl_opensocket_callback = { own, _, address in
    guard let own, let address else { return curl_socket_t(-1) }
    return Unmanaged<Connecting>.fromOpaque(own).takeUnretainedValue().open(address)
}

private let progress: curl_xferinfo_callback = { own, _, _, _, _ in
    guard let own else { return 1 }
    return Unmanaged<Connecting>.fromOpaque(own).takeUnretainedValue().mustEnd ? 1 : 0
}
