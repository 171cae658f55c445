// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// How far a pledge had come on a day, how one knows, and from where.
public struct ProgressReport: Form {
    public var day = Day.first
    public var value: Decimal?
    public var text: String?
    public var evidence: String?
    public var source: String?

    public init() {}

    public static let fields: Fields<ProgressReport> = [
        .day("day", \.day), .decimal("value", \.value, in: Pledge.amounts),
        .longText("text", \.text, max: 1_000), .longText("evidence", \.evidence, max: 1_000),
        .text("source", \.source, max: 500),
    ]

    /// As the pledge keeps it.
    var json: JSON {
        var members: JSONObject = [:]
        for field in Self.fields.map(\.description) {
            guard let value = value(of: field.name), !value.isNull else { continue }
            members[field.name] = field.json(value)
        }
        return .object(members)
    }

    init?(_ json: JSON) {
        var values = Values(Self.fields.names)
        for field in Self.fields.map(\.description) {
            if let content = json[field.name] { values[field.name] = try? field.value(content) }
        }
        self.init(values: values)
        guard json["day"] != nil else { return nil }
    }
}
