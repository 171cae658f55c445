// SPDX-License-Identifier: EUPL-1.2

/// One request to another server, in full: nothing is added by whoever sends it but what the
/// protocol needs.
public struct OutgoingRequest: Sendable {
    /// `GET`, `POST`, `PUT`, `DELETE`, `HEAD`.
    public var method: String
    /// The whole address, `https://…` or, where that is allowed, `http://…`.
    public var address: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// How long it may take, from the first look-up of the name to the last byte of the answer.
    public var timeout: Duration
    /// The most bytes of an answer that are taken; a longer one is an error.
    public var largestAnswer: Int

    public init(
        _ method: String, _ address: String, headers: [(name: String, value: String)] = [],
        body: [UInt8] = [], timeout: Duration = .seconds(10), largestAnswer: Int = 1 << 20
    ) {
        self.method = method
        self.address = address
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.largestAnswer = largestAnswer
    }
}

/// What another server answered. Redirects are answers like others: nobody follows them unasked.
public struct OutgoingResponse: Sendable {
    public let status: Int
    /// Names in lower case, in the order they came.
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]

    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of that name, whatever its case.
    public func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name == name }?.value
    }
}

/// Whoever sends requests to other servers: the product's own client, or a test's stand-in.
public protocol Fetching: Sendable {
    /// Sends one request and waits for its answer.
    /// - Throws: `Fault`, in words for the log, if there is no answer: the name is unknown, the
    ///   address is not allowed, nobody answers in time, the answer is too long.
    func send(_ request: OutgoingRequest) async throws -> OutgoingResponse
}
