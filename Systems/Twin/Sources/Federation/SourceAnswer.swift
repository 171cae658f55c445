// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What a source answered to one request.
struct SourceAnswer: Sendable {
    let registration: Registration
    /// Nil: it did not answer.
    let status: Int?
    let json: JSON?
    /// How long it was, in bytes.
    let size: Int
    let words: TermTable
    /// Names in lower case.
    var headers: [(name: String, value: String)] = []

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// That of a source that did not answer, or could not be asked.
    static func none(_ registration: Registration, _ words: TermTable) -> SourceAnswer {
        SourceAnswer(registration: registration, status: nil, json: nil, size: 0, words: words)
    }

    /// Whether it did what it was asked.
    var isDone: Bool { status.map { (200..<300).contains($0) && $0 != 207 } ?? false }

    /// What went wrong, as a problem of 5.5.2.
    var problem: JSON {
        if let json, json.isProblem { return json }
        let detail = isDone
            ? "What the source answered is not sound."
            : status.map { "The source answered \($0)." } ?? "The source does not answer."
        var members = TwinProblem(Self.kind(status), detail).json.asObject ?? [:]
        members["status"] = .integer(status ?? 504)
        return .object(members)
    }

    /// As the whole answer, where nobody else could give one: it came too late, or was none (6.3.17).
    var failure: Response {
        let code = status == nil ? 504 : status == 508 ? 508 : 502
        var members = problem.asObject ?? [:]
        members["status"] = .integer(code)
        return Response(code, "application/json", JSON.object(members).encoded())
    }

    private static func kind(_ status: Int?) -> TwinProblem.Kind {
        switch status {
        case 400: .badRequestData
        case 404: .resourceNotFound
        case 409: .conflict
        case 422: .operationNotSupported
        default: .internalError
        }
    }

    /// What is told of it beside an answer that goes without it (6.3.17); nil: it answered.
    var warning: String? {
        guard !isDone, status != 404, status != 508 else { return nil }
        let why = status.map { "answered \($0)" } ?? "did not answer"
        return "199 \(registration.alias ?? registration.id) \"A context source \(why)\""
    }
}

extension [SourceAnswer] {
    /// What is answered where nobody has anything of it: that the one source that alone could have it failed.
    /// - Parameter areWrong: whether they failed, or what they said is not sound.
    func failure(_ areWrong: Bool) -> Response? {
        guard count == 1, self[0].registration.mode.isProxied, areWrong || self[0].status == 508
        else { return nil }
        return self[0].failure
    }
}

extension JSON {
    /// Whether it has what a problem must say (5.5.2).
    var isProblem: Bool { self["type"]?.asString != nil && self["title"]?.asString != nil }
}
