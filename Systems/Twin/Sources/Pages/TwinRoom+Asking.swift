// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Pages do what programs do, by the same interface and in the reader's name.
extension TwinRoom {
    /// Asks the interface something.
    /// - Parameters:
    ///   - path: of the operation, such as `subscriptions/:id`.
    ///   - json: the body, in the words of pages.
    /// - Throws: `TwinProblem` with what it finds wrong.
    @discardableResult
    func ask(
        _ method: Web.Method, _ path: String, places: [String: String] = [:],
        parameters: [String: String] = [:], _ json: JSON? = nil
    ) async throws -> Response {
        let parts = path.split(separator: "/")
        guard let operation = TwinOperation.all.first(where: { $0.method == method && $0.path == parts })
        else { throw Refusal.notFound }
        let call = call(method, sending: json, parameters, places: places)
        let answer = try await FederatedWriting.answer(call, operation)
        if let problem = answer.problem { throw problem }
        return answer
    }

    /// What the interface shows, as JSON.
    func shown(
        _ path: String, places: [String: String] = [:], parameters: [String: String] = [:]
    ) async throws -> (json: JSON, count: Int?) {
        let answer = try await ask(.get, path, places: places, parameters: parameters)
        let json = answer.bytes.flatMap { try? JSON(parsing: $0) } ?? .null
        return (json, answer.header("ngsild-results-count").flatMap { Int($0) })
    }

    /// The id a page is asked for with; nil: it is to be a new one's.
    var askedID: String? { request.query["id"].flatMap { $0.isEmpty ? nil : $0 } }

    /// What that id names, as the interface shows it; nil: it is new.
    /// - Parameter path: of the operation, such as `subscriptions/:id`.
    func asked(_ path: String) async throws -> JSONObject? {
        guard let id = askedID else { return nil }
        do { return try await shown(path, places: ["id": id]).json.asObject } catch is TwinProblem {
            throw Refusal.notFound
        }
    }

    /// A call as a program would make it.
    func call(
        _ method: Web.Method, sending json: JSON?, _ parameters: [String: String] = [:],
        places: [String: String] = [:]
    ) -> Call {
        let body = json?.encoded() ?? []
        var headers = ["ngsild-tenant": tenant.slug]
        headers["host"] = request.headers["host"]
        if json != nil {
            headers["content-type"] = "application/json"
            headers["content-length"] = String(body.count)
        }
        let asked = Request(
            method, "/ngsi-ld/v1", headers: headers, body: RequestBody(body),
            peer: request.peer, now: request.now, site: request.site)
        var call = call(parameters, places: places)
        call.request = asked
        return call
    }

    /// Whether something is really to be done: a page of its own, which works without a script.
    func confirmation(
        _ title: String, _ text: String, _ part: Part, _ action: Href, _ label: String,
        hidden: [(String, String)], back: Href
    ) -> Page {
        page(
            title, part, under: [UI.Link(ui("twin.part.\(part.rawValue)"), back)], width: .reading,
            """
            <h1>\(title)</h1>
            <p>\(text)</p>
            \(ui.form(action, hidden: [("csrf", request.csrf)] + hidden, ui.buttons(
                ui.button(label, .warning), ui.link(ui("twin.confirm.back"), back))))
            """)
    }
}

extension Response {
    /// What the interface says is wrong; nil: nothing is.
    fileprivate var problem: TwinProblem? {
        guard status >= 400 else { return nil }
        let json = bytes.flatMap { try? JSON(parsing: $0) }
        return TwinProblem(
            .operationNotSupported, json?["detail"]?.asString ?? "", at: json?["pointer"]?.asString)
    }
}

extension JSON {
    /// The patch that makes one document of another (RFC 7396).
    /// - Parameter nothing: what stands for a member that is to go.
    static func patch(from old: JSONObject, to new: JSONObject, nothing: JSON, isDeep: Bool) -> JSONObject {
        var patch: JSONObject = [:]
        for (key, value) in new where old[key] != value {
            if isDeep, case .object(let before)? = old[key], case .object(let after) = value {
                patch[key] = .object(Self.patch(from: before, to: after, nothing: nothing, isDeep: true))
            } else {
                patch[key] = value
            }
        }
        for key in old.keys where new[key] == nil { patch[key] = nothing }
        return patch
    }
}
