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
    /// The registrations of sources that were asked because nobody knows of which type the entity is.
    let guesses: Set<String>

    func response(_ call: Call) -> Response {
        let failed = parts.filter(isFailure)
        guard !failed.isEmpty else { return success(call) }
        // What the only one says who could have done it is the answer.
        let isAlone = parts.count == 1 || !parts.contains(where: \.isSuccess)
        if failed.count == 1, isAlone { return failed[0].alone }
        return way.tellsAttributes ? attributes() : entities(call)
    }

    /// That a source which was only guessed has no such entity, or takes no such request, is none.
    private func isFailure(_ part: Part) -> Bool {
        guard part.isFailure else { return false }
        switch part {
        case .here: return true
        case .source(let answer, _):
            return answer.status != 404 || !guesses.contains(answer.registration.id)
        case .refused(let source, _): return !guesses.contains(source.id)
        }
    }

    private func success(_ call: Call) -> Response {
        guard parts.contains(where: \.isSuccess) else {
            // It may lie there; nobody else has it.
            for part in parts { if case .refused = part { return part.alone } }
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
            } else if isFailure(part) {
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

    private func entities(_ call: Call) -> Response {
        let errors = parts.filter(isFailure).map { part in
            part.named(["entityId": .string(id), "error": part.problem])
        }
        let success: [JSON] = parts.contains(where: \.isSuccess) ? [.string(id)] : []
        let response = Response(
            207, "application/json",
            JSON.object(["success": .array(success), "errors": .array(errors)]).encoded())
        // What was created in part has a place, too (6.4.3.1).
        guard way.operation == .createEntity, !success.isEmpty else { return response }
        return response.adding("location", call.place("entities", id))
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
        if let status, (400..<500).contains(status) {
            return Response(status, "application/json", problem.encoded())
        }
        guard case .source(let answer, _) = self else { return Response(status: 502) }
        return answer.failure
    }
}

extension Array where Element: Hashable {
    /// Each once.
    var distinct: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
