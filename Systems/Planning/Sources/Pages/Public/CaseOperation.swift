// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// A public case in the API: all that is published of it, with its clocks as they stand and whether
/// anyone can have their say. The same as its page gives as JSON.
enum CaseOperation {
    static var operation: APIOperation {
        var operation = APIOperation(
            "planning.register.case", .get, "/api/planning/register/:tenant/:id", tag: "planning",
            security: .everyone, summary: { $0("register.api.case") }, answer: answer)
        operation.details = { $0("register.api.case.text") }
        operation.parameters = [
            APIParameter("asOf", moment) { $0("register.api.asOf") }
        ]
        operation.answers = [.json(200, { $0("register.api.answer") }, schema)]
        operation.failures = [401, 404, 422]
        return operation
    }

    @Sendable private static func answer(_ request: Request) throws -> Response {
        var reader = QueryReader(request, ["asOf"])
        let asOf = reader.moment("asOf")
        try reader.check()
        guard let page = try PublicCasePage(request, asOf: asOf) else { throw Refusal.notFound }
        return .cacheable(try PublicCaseData(page).json, for: request)
    }

    private static let moment: JSON = ["anyOf": [APISchema.instant, APISchema.day]]
    private static let text = APISchema.string()
    private static let maybeText = APISchema.nullable(APISchema.string())
    private static let maybeDay = APISchema.nullable(APISchema.day)

    private static let schema = APISchema.object([
        "tenant": text, "authority": text, "id": APISchema.id,
        "version": APISchema.integer(), "recordedAt": APISchema.instant, "fileNumber": text,
        "address": text, "proposal": text, "type": maybeText, "status": text,
        "decision": maybeText, "receivedOn": maybeDay, "decidedOn": maybeDay,
        "sayUntil": maybeDay, "point": APISchema.nullable(APISchema.geometry), "href": text,
        "url": text, "on": APISchema.day, "asOf": APISchema.nullable(APISchema.instant),
        "application": ["type": "object"], "documents": APISchema.array(["type": "object"]),
        "clocks": APISchema.array(APISchema.ref("Clock")), "haveYourSay": say,
        "submissions": APISchema.object([
            "items": APISchema.array(["type": "object"]), "count": APISchema.integer(),
        ]),
        "history": APISchema.array(version),
    ])

    private static let say = APISchema.object([
        "open": ["type": "boolean"],
        "state": APISchema.choice(HaveYourSay.State.allCases.map(\.rawValue)),
        "since": maybeDay, "until": maybeDay,
        "daysLeft": APISchema.nullable(APISchema.integer()),
        "fee": APISchema.nullable(APISchema.object(["amount": text, "currency": text])),
        "clock": text, "address": maybeText,
    ])

    private static let version = APISchema.object([
        "version": APISchema.integer(), "recordedAt": APISchema.instant,
        "untilAt": APISchema.nullable(APISchema.instant), "status": text,
        "changed": APISchema.array(text),
    ])
}
