// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Synchronization

/// Takes mail as a server would, and keeps it to be looked at.
public final class TestMail: MailSending {
    private let state = Mutex<(sent: [Mail], failures: [any Error])>(([], []))

    public init() {}

    /// What was taken, in the order it came.
    public var sent: [Mail] { state.withLock { $0.sent } }

    /// Refuses the next mails so, one after the other.
    public func fail(_ failures: any Error...) { state.withLock { $0.failures += failures } }

    public func send(_ mail: Mail) async throws {
        try state.withLock { state in
            if !state.failures.isEmpty { throw state.failures.removeFirst() }
            state.sent.append(mail)
        }
    }
}

extension Mail {
    /// The value of a header; nil if it has none of that name.
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The path and query of the first address in the text that begins so, after the host.
    public func link(_ path: String) -> String? {
        text.split(whereSeparator: \.isWhitespace).compactMap { word in
            word.hasPrefix("https://talka.test\(path)")
                ? String(word.dropFirst("https://talka.test".count)) : nil
        }.first
    }
}
