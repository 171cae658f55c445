// SPDX-License-Identifier: EUPL-1.2

/// Whoever also sends and takes what need not fit into memory.
public protocol Transferring: Fetching {
    /// Sends a request whose body is a file.
    /// - Throws: `Fault` as `send(_:)` does, and if the file cannot be read.
    func send(_ request: OutgoingRequest, bodyOf file: String) async throws -> OutgoingResponse

    /// Sends a request; the body of an answer of 200 goes to a file, of any other into the answer.
    /// What was written before a failure is left to whoever asked.
    /// - Throws: `Fault` as `send(_:)` does, and if the file cannot be written.
    func send(_ request: OutgoingRequest, into file: String) async throws -> OutgoingResponse
}
