// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

extension FieldDescription {
    /// What may be sent for the field. One that need not be given may be null.
    var inputSchema: JSON {
        isRequired ? strict(minimum: 1) : APISchema.nullable(strict(minimum: 0))
    }

    /// What the field is given as: null where nothing is known. What was once kept is given as it
    /// is, so limits are not promised.
    var outputSchema: JSON {
        switch kind {
        case .text, .longText, .tenant: APISchema.nullable(APISchema.string())
        case .integer, .money: APISchema.nullable(["type": "integer"])
        case .decimal: APISchema.nullable(["type": "number"])
        case .flag, .choice, .day, .instant, .geometry, .link, .person:
            APISchema.nullable(strict(minimum: 0))
        case .files: APISchema.array(APISchema.file)
        case .choices(let names): APISchema.array(APISchema.choice(names))
        case .json: [:]
        }
    }

    /// What may stand in a query for it.
    var querySchema: JSON {
        if case .choices(let names) = kind { APISchema.choice(names) } else { strict(minimum: 1) }
    }

    private func strict(minimum: Int) -> JSON {
        switch kind {
        case .text(let max): text(max, minimum, pattern: Self.line)
        case .tenant: text(Tenant.longestSlug, minimum, pattern: Self.line)
        case .longText(let max): text(max, minimum, pattern: Self.lines)
        case .integer(let range), .money(let range): APISchema.integer(range)
        case .decimal(let range):
            [
                "type": "number", "minimum": Self.number(range.lowerBound),
                "maximum": Self.number(range.upperBound),
            ]
        case .flag: ["type": "boolean"]
        case .choice(let names): APISchema.choice(names)
        case .choices(let names): APISchema.array(APISchema.choice(names), max: names.count)
        case .day: APISchema.day
        case .instant: APISchema.instant
        case .geometry: APISchema.geometry
        case .link, .person: APISchema.id
        case .files(let max): APISchema.array(APISchema.file, max: max)
        case .json: [:]
        }
    }

    /// A text that must be given has something in it beside blanks.
    private func text(_ max: Int, _ minimum: Int, pattern: String) -> JSON {
        var schema = APISchema.string(max: max)
        if minimum > 0 { schema["minLength"] = .integer(minimum) }
        let something = minimum > 0 ? "\(Self.seen)\(pattern)*" : ""
        schema["pattern"] = .string("^\(pattern)*\(something)$")
        return schema
    }

    /// Any character but control characters; in several lines, line feeds too.
    private static let line = "[^\\x00-\\x08\\x0a-\\x1f\\x7f]"
    private static let lines = "[^\\x00-\\x08\\x0b-\\x1f\\x7f]"
    /// A character that is neither blank nor one of those, nor one nobody sees
    /// (``Kernel/String/visible``).
    private static let seen =
        "[^\\s\\x00-\\x1f\\x7f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b"
        + "\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufff8]"

    private static func number(_ decimal: Decimal) -> JSON {
        JSONNumber(lexeme: decimal.description).map(JSON.number) ?? .null
    }
}
