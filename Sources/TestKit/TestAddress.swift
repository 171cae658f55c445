// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Synchronization

/// Takes what addresses outside are sent, and answers as it is told.
public final class TestAddress: Fetching {
    private let state = Mutex<(taken: [OutgoingRequest], answers: [Int])>(([], []))

    public init() {}

    /// What came, in the order it did, whatever was answered.
    public var taken: [OutgoingRequest] { state.withLock { $0.taken } }

    /// Answers the next requests so, one after the other; 0: not at all. After them, 204.
    public func answer(_ statuses: Int...) { state.withLock { $0.answers += statuses } }

    public func send(_ request: OutgoingRequest) async throws -> OutgoingResponse {
        let status = state.withLock { state in
            state.taken.append(request)
            return state.answers.isEmpty ? 204 : state.answers.removeFirst()
        }
        if status == 0 { throw Fault("nobody answers") }
        return OutgoingResponse(status: status)
    }
}

extension OutgoingRequest {
    /// The value of a header, by its name in lower case; empty if it has none.
    public func header(_ name: String) -> String { headers.first { $0.name == name }?.value ?? "" }

    /// The body as JSON; null if it is none.
    public var json: JSON { (try? JSON(parsing: body)) ?? .null }
}
