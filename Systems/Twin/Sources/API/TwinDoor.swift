// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Web

/// The way in for programs: NGSI-LD under `/ngsi-ld/v1` (GS CIM 009, 6).
struct TwinDoor: Sendable {
    let hub: TwinHub

    var door: Door {
        Door("/ngsi-ld", atOnce: answerAtOnce) { await answer($0) }
    }

    /// The answer tells whose twin was meant, and which branch of it.
    static func naming(_ response: Response, _ request: Request) -> Response {
        var response = OtherOrigins.admitted(response, request)
        for name in ["ngsild-tenant", "ngsild-snapshot"] {
            if let value = request.headers[name] { response = response.adding(name, value) }
        }
        return response
    }

    private func answer(_ request: Request) async -> Response {
        var response: Response
        do {
            response = try await respond(request)
        } catch {
            response = Self.answer(to: error, of: request)
        }
        return Self.naming(response.part(asked: request), request)
    }

    private func respond(_ request: Request) async throws -> Response {
        if let place = RelayPlace(request.rawPath) { return try await hub.relay(request, to: place) }
        guard let segments = Self.segments(request.rawPath) else {
            throw TwinProblem(.resourceNotFound, "The interface lies under /ngsi-ld/v1.", clause: "6.2")
        }
        let fitting = (TwinOperation.byLength[segments.count] ?? []).compactMap { operation in
            operation.match(segments).map { (operation: operation, places: $0) }
        }
        guard !fitting.isEmpty else {
            throw TwinProblem(.resourceNotFound, "There is nothing at \(request.path).", clause: "6.2")
        }
        let method = request.method == .head ? .get : request.method
        guard let (operation, places) = fitting.first(where: { $0.operation.method == method }) else {
            return Self.otherMethod(request, fitting.map(\.operation))
        }
        let call = try await call(request, operation, places)
        return try await FederatedWriting.answer(call, operation)
    }

    private func call(
        _ request: Request, _ operation: TwinOperation, _ places: [String: String]
    ) async throws -> Call {
        let isWriting = !request.method.isSafe && !operation.onlyAsks
        if isWriting, OtherOrigins.isUnasked(request) { throw Refusal.forbidden }
        let media = try operation.media(request.headers["accept"])
        let (whole, access) = try hub.enter(request, mayBegin: operation.beginsTenants)
        guard isWriting ? access.mayWrite : access.mayRead else { throw Refusal.signIn }
        // Snapshots themselves are managed in the twin they are of.
        let twin = operation.path.first == "snapshots" ? whole : try hub.meant(request, in: whole)
        var call = Call(
            request: request, hub: hub, twin: twin, access: access, places: places,
            parameters: try Self.parameters(request, operation), now: Stamp(request.now),
            context: .core, media: media)
        if isWriting { try call.checkWritingOptions() }
        if let link = request.headers["link"].flatMap(LinkHeader.context(in:)) {
            call.context = try await twin.contexts.table(for: .string(link), of: call)
        }
        return call
    }

    /// The parts of a path behind `/ngsi-ld/v1`, each decoded by itself; one slash at the end is nothing.
    static func segments(_ path: String) -> [String]? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 4, parts[1] == "ngsi-ld", parts[2] == "v1" else { return nil }
        var rest = parts.dropFirst(3)
        if rest.last == "", rest.count > 1 { rest = rest.dropLast() }
        if rest.contains("") { rest = withWholeAddress(rest) }
        return rest.map { $0.utf8.contains(UInt8(ascii: "%")) ? $0.removingPercentEncoding ?? $0 : $0 }
    }

    /// An address that stands in a path as it is, its slashes not encoded, is one part: from `https:` and the
    /// nothing behind it on, as far as there is no `attrs`.
    private static func withWholeAddress(_ parts: ArraySlice<String>) -> ArraySlice<String> {
        guard let start = parts.firstIndex(where: { $0 == "https:" || $0 == "http:" }),
            start + 1 < parts.endIndex, parts[start + 1].isEmpty
        else { return parts }
        let end = parts[start...].firstIndex(of: "attrs") ?? parts.endIndex
        return parts[..<start] + [parts[start..<end].joined(separator: "/")] + parts[end...]
    }

    /// - Throws: for a parameter the operation does not know, or that is said twice (6.3.20).
    static func parameters(
        _ request: Request, _ operation: TwinOperation
    ) throws(TwinProblem) -> [String: String] {
        var parameters: [String: String] = [:]
        for pair in request.query.pairs {
            let (name, value) = (pair.name, pair.value)
            guard operation.parameters.contains(name) || common.contains(name) else {
                throw .invalid(
                    "This operation knows no parameter “\(name)”.", at: "?\(name)", clause: "6.3.20")
            }
            guard parameters.updateValue(value, forKey: name) == nil else {
                throw .invalid("The parameter “\(name)” stands twice.", at: "?\(name)", clause: "6.3.20")
            }
        }
        if operation.parameters.contains("count") { countByOption(&parameters) }
        return parameters
    }

    /// Some clients ask for the count by an option, as in NGSI v2.
    private static func countByOption(_ parameters: inout [String: String]) {
        guard let options = parameters["options"], options.contains("count") else { return }
        let all = options.split(separator: ",")
        let others = all.filter { $0 != "count" }
        guard others.count < all.count else { return }
        parameters["options"] = others.isEmpty ? nil : others.joined(separator: ",")
        if parameters["count"] == nil { parameters["count"] = "true" }
    }

    private static let common: Set<String> = ["local", "options", "format", "asOf", "via", "csf"]

    private static func otherMethod(_ request: Request, _ operations: [TwinOperation]) -> Response {
        let allowed = Set(operations.map(\.method.rawValue)).sorted().joined(separator: ", ")
        if request.method == .options {
            var response = Response(status: 204, headers: [("allow", allowed)])
            if operations.contains(where: { $0.method == .patch }) {
                response = response.adding("accept-patch", "application/json, application/ld+json, "
                    + "application/merge-patch+json")
            }
            return response
        }
        let method = request.method == .other ? "This method" : request.method.rawValue
        let problem = TwinProblem(.operationNotSupported, "\(method) is not done here.", clause: "6.3.2")
        return answer(problem, status: 405).adding("allow", allowed)
    }
}

extension TwinProblem {
    /// What a body lacks to be read at all; the status says it alone (6.3.4).
    enum Precondition: Error { case length, mediaType }
}

/// What went wrong, as an answer.
extension TwinDoor {
    /// What is ours to mend stands in the log, too.
    static func answer(to error: any Error, of request: Request) -> Response {
        let answer = answer(to: error)
        if let fault = error as? Fault, answer.status != 500 { request.note(fault) }
        guard answer.status == 500 else { return answer }
        let incident = request.noteFault(error)
        return self.answer(
            .init(.internalError, "Something went wrong here (incident \(incident)); nothing was changed."))
    }

    static func answer(to error: any Error) -> Response {
        switch error {
        case let problem as TwinProblem: return answer(problem)
        case TwinProblem.Precondition.length: return Response(status: 411)
        case TwinProblem.Precondition.mediaType:
            return Response(status: 415).adding("accept", "application/json, application/ld+json")
        case let refused as NotAcceptable: return answer(refused)
        case is LoopDetected:
            return answer(.init(.internalError, "The request has been here before: it goes round.",
                clause: "6.3.18"), status: 508)
        case Refusal.signIn:
            return answer(.invalid("Send a token that opens this.", clause: nil), status: 401)
                .adding("www-authenticate", "Bearer")
        case Refusal.tooLarge:
            return answer(.invalid("The body is too large.", clause: "6.3.2"), status: 413)
        case Refusal.outOfService: return outOfService(again: 60)
        case Refusal.tooMany(let seconds):
            return answer(.init(.internalError, "There is too much that waits."), status: 429)
                .adding("retry-after", String(seconds))
        case is Refusal:
            return answer(.init(.resourceNotFound, "There is nothing here that you may use."))
        case is RequestBody.BrokenOff:
            return answer(.invalid("The body broke off.", clause: "6.3.2"))
        case let fault as Fault where fault.isStorageFull:
            return answer(.init(.internalError, "The disk is full; nothing was changed."), status: 507)
        case let fault as Fault where fault.isUnavailable: return outOfService(again: 5)
        default:
            return answer(.init(.internalError, "Something went wrong here; nothing was changed."))
        }
    }

    /// What keeps the data cannot be reached, or not as it is.
    private static func outOfService(again seconds: Int) -> Response {
        answer(.init(.internalError, "The store cannot be used just now; try again."), status: 503)
            .adding("retry-after", String(seconds))
    }

    static func answer(_ problem: TwinProblem, status: Int? = nil) -> Response {
        var json = problem.json.asObject ?? [:]
        if let status { json["status"] = .integer(status) }
        return Response(status ?? problem.kind.status, "application/json", JSON.object(json).encoded())
    }

    /// With the forms there are.
    private static func answer(_ refused: NotAcceptable) -> Response {
        let forms = refused.forms.map(\.rawValue)
        let problem = TwinProblem.invalid(
            "Answers are \(forms.joined(separator: " or ")).", clause: "6.3.4")
        var json = problem.json.asObject ?? [:]
        json["status"] = 406
        json["available"] = .array(forms.map(JSON.string))
        return Response(406, "application/json", JSON.object(json).encoded())
    }
}
