// SPDX-License-Identifier: EUPL-1.2

/// What is in the way of reading another network: which it is, and a line for whoever looks after it.
struct Trouble: Error {
    let failure: FollowedNetwork.Failure
    let detail: String
    /// A key it showed that is not the one it is known by.
    var offeredKey: String?

    init(_ failure: FollowedNetwork.Failure, _ detail: String, offered key: String? = nil) {
        self.failure = failure
        self.detail = String(detail.prefix(300))
        offeredKey = key
    }
}
