// SPDX-License-Identifier: EUPL-1.2

extension Site {
    /// Answers a request as a connection does: begun at once where it can be. For what tries the product
    /// without connections.
    package func answerAsConnected(_ request: Request) async -> Response {
        guard let begun = beginAtOnce(request) else { return await answer(request) }
        switch begun.answer {
        case .answer(let response): return begun.finish(response)
        case .later(let begin):
            return await withCheckedContinuation { continuation in
                begin { continuation.resume(returning: begun.finish($0)) }
            }
        }
    }
}
