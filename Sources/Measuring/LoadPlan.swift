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
        /// What it asks in turn, instead of always the same.
        public var turns: [Turn]
        /// The milliseconds from one request to the next, unless the answer takes longer.
        public var pause: Double

        public init(
            _ group: String, _ method: String, _ path: String, token: String? = nil,
            body: String? = nil, turns: [Turn] = [], pause: Double = 0
        ) {
            self.group = group
            self.method = method
            self.path = path
            self.token = token
            self.body = body
            self.turns = turns
            self.pause = pause
        }

        /// One of several requests of a sender.
        public struct Turn: Sendable, Codable {
            public var path: String
            public var body: String?

            public init(_ path: String, body: String? = nil) {
                self.path = path
                self.body = body
            }
        }

        /// The requests as they go over the wire.
        var requests: [[UInt8]] {
            turns.isEmpty ? [bytes(path, body)] : turns.map { bytes($0.path, $0.body) }
        }

        private func bytes(_ path: String, _ body: String?) -> [UInt8] {
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
