// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What is answered, or begun, right where it came in: reads and single changes of a twin in memory that is
/// open to anybody, in words that are known. Whatever is wrong with a request is told the long way.
extension TwinDoor {
    func answerAtOnce(_ request: Request) -> Door.AtOnce? {
        let method = request.method
        guard method != .head, method != .options, let segments = Self.segments(request.rawPath),
            Self.needsTheLongWay.allSatisfy({ request.headers[$0] == nil }),
            let (twin, access) = try? hub.atHand(request),
            method == .get ? access.mayRead : access.mayWrite
        else { return nil }
        for operation in TwinOperation.byLength[segments.count] ?? [] where operation.method == method {
            guard operation.atOnce != nil || operation.deed != nil, let places = operation.match(segments)
            else { continue }
            guard let call = try? call(request, operation, places, twin, access) else { return nil }
            return Self.begin(operation, call)
        }
        return nil
    }

    private static let needsTheLongWay = ["authorization", "ngsild-snapshot", "prefer", "via"]

    /// Nil: its words are not at hand.
    private func call(
        _ request: Request, _ operation: TwinOperation, _ places: [String: String], _ twin: Twin,
        _ access: TwinAccess
    ) throws -> Call? {
        var call = Call(
            request: request, hub: hub, twin: twin, access: access, places: places,
            parameters: try Self.parameters(request, operation), now: Stamp(request.now), context: .core,
            media: try operation.media(request.headers["accept"]))
        if operation.deed != nil { try call.checkWritingOptions() }
        guard let link = request.headers["link"] else { return call }
        guard let url = LinkHeader.context(in: link), let words = twin.contexts.ready(url, at: call.now)
        else { return nil }
        call.context = words
        return call
    }

    private static func begin(_ operation: TwinOperation, _ call: Call) -> Door.AtOnce? {
        if let atOnce = operation.atOnce {
            return (try? atOnce(call)).map { .answer(naming($0, call.request)) }
        }
        guard let deed = operation.deed, (try? Federation(call) == nil) == true,
            let body = try? call.bodyAtHand(), let act = try? deed(call, body)
        else { return nil }
        return .later { give in
            call.twin.perform(by: call.actor, at: call.request.now, act) { result in
                give(naming(response(to: result, of: call.request), call.request))
            }
        }
    }

    private static func response(to result: Result<Response, any Error>, of request: Request) -> Response {
        switch result {
        case .success(let done): done
        case .failure(let error): answer(to: error, of: request)
        }
    }
}
