// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How a body's weekly digest goes: on which day, and how far it has told what is new. There is one at a
/// body, since somebody follows it; its versions say what went out when, and to how many.
public struct Digest: Record {
    /// The days of the week, from Monday.
    public enum DayOfWeek: String, Choice {
        case monday, tuesday, wednesday, thursday, friday, saturday, sunday
    }

    public var weekday = DayOfWeek.monday
    /// The day the last one was due.
    public var dueOn: Day?
    /// It tells what came to the commons between these places.
    public var after: Int?
    public var until: Int?
    /// To how many it was put in line; nil: that is being found out.
    public var people: Int?

    public init() {}

    public static let fields: Fields<Digest> = [
        .choice("weekday", \.weekday),
        Field.day("due_on", \.dueOn).derived(),
        Field.integer("after_place", \.after, in: 0...Int.max).derived(),
        Field.integer("until_place", \.until, in: 0...Int.max).derived(),
        Field.integer("people", \.people, in: 0...Int.max).derived(),
    ]

    public static let kind = RecordKind(
        Digest.self, system: "knowledge", name: "digest", plural: "digests", states: [.open],
        readers: .staff, list: ListShape(columns: ["weekday", "due_on", "people"], order: "id"))
}
