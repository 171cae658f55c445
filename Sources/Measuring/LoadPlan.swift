// SPDX-License-Identifier: EUPL-1.2

/// A load on one port: who sends which request again and again, for how long.
public struct LoadPlan: Sendable, Codable {
    /// One connection, kept open: the next request is sent when the last is answered.
    public struct Sender: Sendable, Codable {
        /// By which its answers are counted.
        public var group: String
        public var method: String
        public var path: String
        /// Whom it acts for; nil: nobody.
        public var token: String?
        /// What it sends, in JSON; nil: nothing.
        public var body: String?
        /// The milliseconds from one request to the next, unless the answer takes longer.
        public var pause: Double

        public init(
            _ group: String, _ method: String, _ path: String, token: String? = nil,
            body: String? = nil, pause: Double = 0
        ) {
            self.group = group
            self.method = method
            self.path = path
            self.token = token
            self.body = body
            self.pause = pause
        }

        /// The request as it goes over the wire.
        var bytes: [UInt8] {
            var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            if let token { head += "Authorization: Bearer \(token)\r\n" }
            if let body {
                head += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
            }
            return Array((head + "\r\n" + (body ?? "")).utf8)
        }
    }

    public var port: Int
    public var seconds: Double
    public var senders: [Sender]

    public init(port: Int, seconds: Double, senders: [Sender]) {
        self.port = port
        self.seconds = seconds
        self.senders = senders
    }
}
