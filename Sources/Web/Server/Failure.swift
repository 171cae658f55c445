// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Logging
import Store

/// What a thrown error becomes: a page for people, a problem document (RFC 9457) for programs.
struct Failure {
    let request: Request

    func answer(_ error: any Error) -> Response {
        switch error {
        case let problems as Problems: invalid(problems)
        case let refusal as Refusal: refused(refusal)
        case is Overloaded: overloaded()
        case let expired as ExpiredForm: self.expired(expired)
        case let failure as DocumentFailure: document(failure)
        case is RequestBody.BrokenOff:
            answer(400, .malformed, code: "malformed").adding("connection", "close")
        case let fault as Fault where fault.isStorageFull: storageFull(fault)
        case let fault as Fault where fault.isUnavailable: unavailable(fault)
        default: fault(error)
        }
    }

    func methodNotAllowed(_ allowed: String) -> Response {
        answer(405, .methodNotAllowed, code: "method_not_allowed").adding("allow", allowed)
    }

    /// What belonged to a tenant that has left is where that is now, under the same path. What was to
    /// be done here is not done there unasked.
    func moved(to network: String) -> Response {
        let path = request.path.split(separator: "/", omittingEmptySubsequences: false)
            .map { Href.encoded($0) }.joined(separator: "/")
        let isPlain = request.rawQuery.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
        let query = isPlain && !request.rawQuery.isEmpty ? "?\(request.rawQuery)" : ""
        let address = "\(network)\(path)\(query)"
        if request.method.isSafe {
            return Response(status: 301, headers: [("location", address)])
                .adding("cache-control", "max-age=3600")
        }
        if request.isAPI || request.format != .html {
            return answer(410, .moved, code: "moved", more: ["movedTo": .string(address)])
        }
        let next = Href(network + path).map { [UI.Link(network, $0)] } ?? []
        return request.page(request.ui.errorPage(.moved, next: next), status: 410)
    }

    private func invalid(_ problems: Problems) -> Response {
        answer(422, .invalid, code: "invalid", problems: problems)
    }

    private func refused(_ refusal: Refusal) -> Response {
        switch refusal {
        case .notFound: return answer(404, .notFound, code: "not_found")
        case .forbidden: return answer(403, .forbidden, code: "forbidden")
        case .signIn: return signIn()
        case .notNow(let phrase): return answer(409, .notNow, code: "not_now", phrase: phrase)
        case .stale(let stale):
            let phrase = Phrase(
                "refusal.stale", ["seen": "\(stale.seen)", "current": "\(stale.current)"])
            return answer(412, .conflict, code: "stale", phrase: phrase, more: stale.json)
                .adding("etag", "\"\(stale.current)\"")
        case .tooMany(let seconds):
            return answer(429, .tooMany, code: "too_many", detail: request.ui.wait(seconds))
                .adding("retry-after", String(seconds))
        case .outOfService(let phrase):
            return answer(503, .unavailable, code: "out_of_service", phrase: phrase)
                .adding("retry-after", Self.mending)
        case .tooLarge(let limit):
            let phrase = Phrase("refusal.too_large", ["limit": "\(limit >> 20)"])
            return answer(413, .tooLarge, code: "too_large", phrase: phrase)
        case .wrongType(let accepted):
            let list = accepted.joined(separator: ", ")
            return answer(
                415, .wrongType, code: "wrong_type",
                phrase: Phrase("refusal.wrong_type", ["accepted": list]))
                .adding("accept", list)
        }
    }

    /// A person is led to the sign-in and back; a program is told.
    private func signIn() -> Response {
        if !request.isAPI, request.format == .html, request.method.isSafe {
            let signIn: Href = "/sign-in"
            let asked = request.query.pairs.map { ($0.name, Optional($0.value)) }
            let next = Href(request.path)?.with(asked).string ?? request.path
            return .seeOther(signIn.with(["next": next]))
        }
        if !request.isAPI, request.format == .html {
            return KeptFormPage(request, sent: SentForm()).signIn()
        }
        let phrase = Phrase("api.problem.sign_in")
        return answer(401, .unauthenticated, code: "sign_in", phrase: phrase)
            .adding("www-authenticate", "Bearer")
    }

    private func expired(_ form: ExpiredForm) -> Response {
        if request.format == .html { return KeptFormPage(request, sent: form.sent).expired() }
        return answer(409, .notNow, code: "form_expired", phrase: Phrase("refusal.form_expired"))
    }

    /// Nothing was saved, and it is the operator who can mend it: no riddle with a number.
    private func storageFull(_ fault: Fault) -> Response {
        request.note(fault)
        return answer(503, .unavailable, code: "storage_full", phrase: Phrase("store.full"))
            .adding("retry-after", Self.mending)
    }

    /// The store cannot be reached just now; whoever comes back in a moment will find it.
    private func unavailable(_ fault: Fault) -> Response {
        request.note(fault)
        return answer(503, .unavailable, code: "unreachable", phrase: Phrase("store.unreachable"))
            .adding("retry-after", Self.moment)
    }

    /// A document that is gone or damaged is ours to mend; for whoever asks it is not there. A place
    /// that does not answer will answer again.
    private func document(_ failure: DocumentFailure) -> Response {
        if case .unreachable = failure {
            request.site.logger.error("documents unreachable", metadata: ["error": "\(failure)"])
            return answer(
                503, .unavailable, code: "documents_unreachable",
                phrase: Phrase("store.documents_unreachable"))
                .adding("retry-after", Self.mending)
        }
        let incident = Request.incident()
        // Which it is, says the failure; the path would tell what its sender called it.
        request.logger.error("document missing", metadata: [
            "incident": "\(incident)", "error": "\(failure)",
        ])
        return answer(404, .documentMissing, code: "document_missing", incident: incident)
    }

    /// When to try again, in seconds: what a moment mends, and what takes somebody's hand.
    private static let (moment, mending) = ("5", "60")

    private func fault(_ error: any Error) -> Response {
        answer(500, .fault, code: "fault", incident: request.noteFault(error))
    }

    /// A page that asks nothing of any store, and a moment later there may be a place.
    private func overloaded() -> Response {
        let ui = request.ui
        let response =
            isForProgram
            ? answer(503, .overloaded, code: "overloaded", detail: ui("web.page.overloaded.text"))
            : Response(503, Format.html.media, bare(ui.errorPage(.overloaded)).bytes)
        return response.adding("retry-after", String(Overloaded.retryAfter))
    }

    private var isForProgram: Bool {
        request.isAPI || request.format != .html || request.site.door(to: request.path) != nil
    }

    private func bare(_ page: Page) -> HTML {
        request.ui.bareDocument(page, style: request.site.assets.href("style.css"))
    }

    private func answer(
        _ status: Int, _ page: UI.ErrorPage, code: String, phrase: Phrase? = nil,
        detail: String? = nil, problems: Problems? = nil, incident: String? = nil,
        more: JSONObject = [:]
    ) -> Response {
        let detail = phrase.map { request.ui.text(of: $0) } ?? detail
        let words = problems == nil ? nil : request.fieldWords
        guard isForProgram else {
            let list = problems?.all.map { request.ui.text(of: $0, in: words) }.joined(separator: " ")
            return request.page(
                request.ui.errorPage(
                    page, incident: incident, request: incident == nil ? nil : request.id,
                    detail: detail ?? list),
                status: status)
        }
        let title = request.ui("web.page.\(page.rawValue).title")
        var json: JSONObject = [
            "type": .string("about:blank"), "title": .string(title),
            "status": .integer(Int64(status)), "code": .string(code),
        ]
        if let detail { json["detail"] = .string(detail) }
        if let incident {
            json["incident"] = .string(incident)
            json["request"] = .string(request.id)
        }
        for (name, value) in more { json[name] = value }
        if let problems {
            json["problems"] = .array(problems.all.map { problem in
                [
                    "field": .optional(problem.field), "code": .string(problem.code),
                    "message": .string(request.ui.text(of: problem, in: words, for: .programs)),
                ]
            })
        }
        return Response(status, "application/problem+json", JSON.object(json).encoded())
    }
}

extension Request {
    /// Notes a fault of ours in the log of the process.
    /// - Returns: the number it is found by there.
    public func noteFault(_ error: any Error) -> String {
        let incident = Self.incident()
        site.metrics.faults[].add()
        logger.error("fault", metadata: [
            "incident": "\(incident)", "method": "\(method.rawValue)", "error": "\(error)",
        ])
        return incident
    }

    /// Notes what keeps a store from being used, which is no mistake of ours.
    public func note(_ fault: Fault) {
        logger.error(
            fault.isStorageFull ? "storage full" : "store unreachable", metadata: ["error": "\(fault)"])
    }

    fileprivate static func incident() -> String { String((try? Secret.new())?.prefix(8) ?? "unknown") }
}

extension Stale {
    /// What a program is told of the versions it has not seen.
    fileprivate var json: JSONObject {
        [
            "seen": .integer(seen), "current": .integer(current),
            "changes": .array(changes.map { change in
                [
                    "version": .integer(change.version), "action": .string(change.action),
                    "by": .optional(change.actor.isEmpty ? nil : change.actor),
                    "at": .string(change.at.description),
                    "fields": .array(change.fields.map(JSON.string)),
                ]
            }),
        ]
    }
}
