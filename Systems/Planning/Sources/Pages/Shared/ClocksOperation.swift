// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// The clocks of a case in the API, with their explanation in the reader's words; and what they
/// would say if days that have not come were among the case's own.
enum ClocksOperation {
    static var operation: APIOperation {
        var operation = APIOperation(
            "planning.application.clocks", .get,
            "/api/t/:tenant/planning/applications/:id/clocks", tag: "planning", security: .token,
            system: "planning", summary: { $0("planning.api.clocks") }, answer: answer)
        operation.details = { $0("planning.api.clocks.text") }
        operation.parameters = WhatIf.names.map { name in
            APIParameter(name, APISchema.day) { $0("planning.whatif.\(name)") }
        }
        operation.answers = [
            .json(
                200, { $0("planning.api.clocks.answer") },
                APISchema.object([
                    "on": APISchema.day, "clocks": APISchema.array(APISchema.ref("Clock")),
                    "then": APISchema.array(APISchema.ref("Clock")),
                ], optional: ["then"]))
        ]
        operation.failures = [401, 403, 404, 422]
        operation.schemas = ["Clock": { _ in clockSchema }]
        return operation
    }

    private static let clockSchema = APISchema.object(
        [
            "name": APISchema.string(), "title": APISchema.string(),
            "kind": APISchema.choice(ClockAnswer.Kind.allCases.map(\.rawValue)),
            "duty": APISchema.choice(ClockAnswer.Duty.allCases.map(\.rawValue)),
            "state": APISchema.choice(ClockAnswer.State.allCases.map(\.rawValue)),
            "startedOn": APISchema.day, "dueOn": APISchema.day, "lastGoodDay": APISchema.day,
            "rolled": ["type": "boolean"], "metOn": APISchema.day, "certain": ["type": "boolean"],
            "steps": APISchema.array(stepSchema), "alternatives": APISchema.array(otherSchema),
        ], optional: ["startedOn", "dueOn", "lastGoodDay", "metOn"])

    private static let stepSchema = APISchema.object(
        [
            "text": APISchema.string(), "phrase": APISchema.string(),
            "values": ["type": "object", "additionalProperties": ["type": "string"]],
            "day": APISchema.day, "source": APISchema.string(), "certain": ["type": "boolean"],
            "rule": APISchema.string(), "reading": APISchema.string(),
        ], optional: ["day", "source", "rule", "reading"])

    private static let otherSchema = APISchema.object(
        [
            "rule": APISchema.string(), "reading": APISchema.string(), "dueOn": APISchema.day,
            "lastGoodDay": APISchema.day,
        ], optional: ["dueOn", "lastGoodDay"])

    @Sendable private static func answer(_ request: Request) throws -> Response {
        let context = try DerivedContext(request, kind: Application.kind)
        guard context.actor.scopes?.contains("read") ?? true else { throw Refusal.forbidden }
        let found = try context.find()
        let application = Stored<Application>(found.shown)
        let isOwn = found.whole["applicant"].text == context.actor.person?.text
        guard application.state != .draft || isOwn else { throw Refusal.notFound }
        let whatIf = try whatIf(request)
        let (now, then) = try whatIf.clocks(of: application.dates, at: context.moment)
        var answer: JSON = [
            "on": .string(context.moment.today.description),
            "clocks": .array(now.map { json($0, context.ui) }),
        ]
        if !whatIf.isEmpty { answer["then"] = .array(then.map { json($0, context.ui) }) }
        return Response.json(answer)
            .adding("cache-control", "private, no-cache").adding("vary", "authorization")
    }

    private static func whatIf(_ request: Request) throws -> WhatIf {
        var reader = QueryReader(request, WhatIf.names)
        var whatIf = WhatIf()
        whatIf.askedOn = reader.day("asked_on")
        whatIf.repliedOn = reader.day("replied_on")
        whatIf.extendedUntil = reader.day("extended_until")
        whatIf.decidedOn = reader.day("decided_on")
        try reader.check()
        return whatIf
    }

    /// The answer with its words: the clock's title, and each step as a sentence.
    static func json(_ clock: ClockAnswer, _ ui: UI) -> JSON {
        var json = clock.json
        json["title"] = .string(ui("clock.name.\(clock.name)"))
        json["steps"] = .array(
            clock.steps.map { step in
                var json = step.json
                json["text"] = .string(ui(step.phrase))
                return json
            })
        return json
    }
}
