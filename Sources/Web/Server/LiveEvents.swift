// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// What happens, told to a page while it happens (server-sent events). What a slow reader has not
/// taken is kept up to a limit; beyond it the oldest are let go, and the reader is told how many.
public final class LiveEvents: Sendable {
    /// Ends the telling.
    public typealias End = @Sendable () -> Void

    /// How many events wait for one reader.
    static let most = 200
    /// How often it is looked whether there is something to send.
    private static let pace: Duration = .milliseconds(400)
    /// After so many looks without an event something is sent all the same, so that proxies keep the
    /// connection, and that it is noticed when the reader is gone.
    private static let looksToBeat = 35
    /// After so many looks the reader is asked to come again (some ten minutes), so that nobody stays
    /// whose right has ended.
    private static let looksToEnd = 1_500

    /// Makes what is sent: one line of text, such as JSON.
    public typealias Event = @Sendable () -> String

    private struct State {
        var waiting: [Event] = []
        var lost = 0
    }
    private let state = Mutex(State())

    init() {}

    /// Tells of something. It is put into words when it is sent, so that whoever did it does not wait.
    public func tell(_ event: @escaping Event) {
        state.withLock { state in
            if state.waiting.count >= Self.most {
                state.waiting.removeFirst()
                state.lost += 1
            }
            state.waiting.append(event)
        }
    }

    /// What waits, as it is sent; nil if nothing does.
    private func take() -> [UInt8]? {
        let (events, lost) = state.withLock { state in
            defer { state = State() }
            return (state.waiting, state.lost)
        }
        if events.isEmpty { return nil }
        var text = lost > 0 ? "event: lost\ndata: \(lost)\n\n" : ""
        for event in events {
            let lines = event().split(whereSeparator: \.isNewline).map { "data: \($0)\n" }
            text += "event: change\n\(lines.joined())\n"
        }
        return Array(text.utf8)
    }

    /// Sends what is told, until the reader goes, the server ends or it has been long enough.
    func send(to writer: inout any ChunkWriter, until isEnding: () -> Bool) async throws {
        try await writer.write(Array("retry: 3000\n\n".utf8))
        var idle = 0
        for _ in 0..<Self.looksToEnd {
            if isEnding() { return }
            if let bytes = take() {
                idle = 0
                try await writer.write(bytes)
            } else {
                idle += 1
                if idle.isMultiple(of: Self.looksToBeat) { try await writer.write(Array(":\n\n".utf8)) }
            }
            try await Task.sleep(for: Self.pace)
        }
    }
}

extension Request {
    /// Whether a page asks to be told of what happens.
    public var asksForEvents: Bool { (headers["accept"] ?? "").hasPrefix("text/event-stream") }

    /// An answer that tells what happens until the reader goes.
    /// - Parameter listen: begins to tell, and gives what ends it.
    public func live(_ listen: @escaping @Sendable (LiveEvents) -> LiveEvents.End) -> Response {
        let readiness = site.readiness
        var response = Response(
            headers: [("content-type", "text/event-stream"), ("x-accel-buffering", "no")],
            body: .stream { writer in
                let events = LiveEvents()
                let end = listen(events)
                defer { end() }
                try await events.send(to: &writer) { readiness.isEnding }
            })
        response.isLive = true
        return response
    }
}
