// SPDX-License-Identifier: EUPL-1.2

/// Whoever also sends and takes what need not fit into memory, and waits for it on the caller's own
/// thread: not for those that answer requests.
public protocol Transferring: Sendable {
    /// Sends a request and waits for its answer.
    /// - Parameters:
    ///   - upload: a file that is sent as the body; nil: the request's own body.
    ///   - download: a file that is made of the body of an answer of 200; any other body, and all
    ///     where it is nil, is in the answer. What was written before a failure is left there.
    /// - Throws: `Fault`, in words for the log, as `Fetching` does, and if a file cannot be read or
    ///   written.
    func transfer(
        _ request: OutgoingRequest, from upload: String?, into download: String?
    ) throws -> OutgoingResponse
}
