// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What came of a change that several took part in, as one answer (GS CIM 009, 5.2.16 to 5.2.19, 6.3.17).
struct FederatedOutcome: Sendable {
    enum Part: Sendable {
        /// What was done here. The names are whole, since such an answer has no context (6.3.6).
        case here(Response, [String])
        case source(SourceAnswer, [String])
        /// A source that alone could do it takes no such request.
        case refused(Registration, [String])
    }

    let parts: [Part]
    let id: String
    let way: FederatedWriting.Way

    func response(_ call: Call) -> Response {
        let failed = parts.filter(\.isFailure)
        guard !failed.isEmpty else { return success(call) }
        // What the only one to be asked says is the answer.
        if failed.count == parts.count, failed.count == 1 { return failed[0].alone }
        return way.tellsAttributes ? attributes() : entities()
    }

    private func success(_ call: Call) -> Response {
        guard parts.contains(where: \.isSuccess) else {
            for case .here(let response, _) in parts { return response }
            return TwinDoor.answer(TwinProblem.missing(id, "5.6"))
        }
        switch way.operation {
        case .createEntity: return call.created("entities", id)
        // Where something is told of it for the first time, it is created.
        case .upsertTemporal where parts.contains { $0.status == 201 }:
            return call.created("temporal/entities", id)
        default: return Call.done
        }
    }

    private func attributes() -> Response {
        var (updated, not): ([JSON], [JSON]) = ([], [])
        for part in parts {
            if let partial = part.partial {
                updated += partial["updated"]?.asArray ?? []
                not += (partial["notUpdated"]?.asArray ?? []).map { part.named($0) }
            } else if part.isFailure {
                let reason = part.problem["detail"] ?? part.problem["title"] ?? "It was not done."
                not += part.names.map { part.named(["attributeName": .string($0), "reason": reason]) }
            } else if part.isSuccess {
                updated += part.names.map(JSON.string)
            }
        }
        return Response(
            207, "application/json",
            JSON.object(["updated": .array(updated.distinct), "notUpdated": .array(not)]).encoded())
    }

    private func entities() -> Response {
        let errors = parts.filter(\.isFailure).map { part in
            part.named(["entityId": .string(id), "error": part.problem])
        }
        let success: [JSON] = parts.contains(where: \.isSuccess) ? [.string(id)] : []
        return Response(
            207, "application/json",
            JSON.object(["success": .array(success), "errors": .array(errors)]).encoded())
    }
}

extension FederatedOutcome.Part {
    var names: [String] {
        switch self {
        case .here(_, let names), .source(_, let names), .refused(_, let names): names
        }
    }

    fileprivate var status: Int? {
        switch self {
        case .here(let response, _): response.status
        case .source(let answer, _): answer.status
        case .refused: 409
        }
    }

    /// Whether it only says that there is nothing of the kind, where others hold it, too; or that it has
    /// passed on what it is asked already.
    private var isNothing: Bool {
        switch self {
        case .here(let response, _): response.status == 404
        case .source(let answer, _):
            !answer.registration.mode.isProxied && (answer.status == 404 || answer.status == 508)
        case .refused: false
        }
    }

    var isSuccess: Bool { status.map { (200..<300).contains($0) } ?? false }
    var isFailure: Bool { status == 207 || !isSuccess && !isNothing }

    /// What was done and what was not, where it says so.
    var partial: JSON? {
        guard status == 207 else { return nil }
        switch self {
        case .here(let response, _): return response.bytes.flatMap { try? JSON(parsing: $0) }
        case .source(let answer, _): return answer.json.map { Self.whole($0, answer.words) }
        case .refused: return nil
        }
    }

    /// With its names whole, as a source may not have told them.
    private static func whole(_ partial: JSON, _ words: TermTable) -> JSON {
        guard var members = partial.asObject else { return partial }
        if let names = members["updated"]?.texts {
            members["updated"] = .array(names.map { .string(words.expand($0)) })
        }
        if let items = members["notUpdated"]?.asArray {
            members["notUpdated"] = .array(
                items.map { item in
                    guard var told = item.asObject, let name = told["attributeName"]?.asString else {
                        return item
                    }
                    told["attributeName"] = .string(words.expand(name))
                    return .object(told)
                })
        }
        return .object(members)
    }

    /// What went wrong.
    var problem: JSON {
        switch self {
        case .here(let response, _): response.bytes.flatMap { try? JSON(parsing: $0) } ?? .null
        case .source(let answer, _):
            answer.json?["errors"]?[0]?["error"].flatMap { $0.isProblem ? $0 : nil } ?? answer.problem
        case .refused(let source, _):
            TwinProblem(
                .conflict, "What the registration \(source.id) has alone cannot be asked of it.",
                clause: "4.3.6.3"
            ).json
        }
    }

    /// With the registration it is of.
    func named(_ json: JSON) -> JSON {
        var members = json.asObject ?? [:]
        switch self {
        case .here: break
        case .source(let answer, _): members["registrationId"] = .string(answer.registration.id)
        case .refused(let source, _): members["registrationId"] = .string(source.id)
        }
        return .object(members)
    }

    /// As the whole answer.
    var alone: Response {
        if case .here(let response, _) = self { return response }
        if status == 508 {
            return TwinDoor.answer(
                TwinProblem(.internalError, "The request goes round.", clause: "6.3.18"), status: 508)
        }
        if status == 207, let partial { return Response(207, "application/json", partial.encoded()) }
        let known = status.map { (400..<500).contains($0) } ?? false
        return Response(
            known ? status ?? 502 : status == nil ? 504 : 502, "application/json", problem.encoded())
    }
}

extension [JSON] {
    /// Each once.
    fileprivate var distinct: [JSON] {
        var seen: Set<JSON> = []
        return filter { seen.insert($0).inserted }
    }
}
