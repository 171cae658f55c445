// SPDX-License-Identifier: EUPL-1.2

/// How much one process takes on at once.
public struct Limits: Sendable {
    /// Requests that are worked on at once.
    public var requests = 64
    /// How many of these places nobody gets but those who hold a role somewhere, and their
    /// programs.
    public var reserved = 16
    /// Requests of each rank that wait for a place, beyond which one is turned away.
    public var waiting = 64
    /// How long one waits at most.
    public var patience: Duration = .seconds(2)
    /// Threads that answer requests; 0: those of the language's own pool.
    public var threads = 0
    /// Connections that are open at once.
    public var connections = 4_000
    /// How many of these one address gets, unless it is a trusted proxy's.
    public var connectionsOfOne = 200

    public init() {}

    /// Limits that follow from how many requests are worked on at once.
    public init(requests: Int) {
        self.requests = requests
        reserved = requests / 4
        waiting = requests
    }
}
