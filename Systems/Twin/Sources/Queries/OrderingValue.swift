// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A value as entities are put in order by it (GS CIM 009, 4.23.2): by its type first, then within it.
enum OrderingValue: Sendable, Equatable {
    case distance(Double)
    case number(Double)
    /// Without accents and case; and as it was written, which decides between equals. That is the root
    /// collation for the letters of Europe.
    case text(folded: String, String)
    case object(String)
    case array(String)
    case bool(Bool)
    case time(Int64)
    case date(Day)
    case dateTime(Stamp)
    case null
    case missing

    init(_ target: QueryTarget) {
        switch target {
        case .value(let value): self.init(value)
        case .texts(let values): self.init(values.first ?? .null)
        case .references(let iris), .vocabulary(let iris): self.init(iris.first.map(JSON.string) ?? .null)
        case .moment(let stamp): self = .dateTime(stamp)
        }
    }

    private init(_ value: JSON) {
        switch Comparand.bare(value) {
        case .null: self = .null
        case .bool(let bool): self = .bool(bool)
        case .integer(let integer): self = .number(Double(integer))
        case .number(let number): self = .number(number.double ?? .infinity)
        case .array: self = .array(value.text())
        case .object: self = .object(value.text())
        case .string(let text): self = OrderingValue.typed(text, value["@type"]?.asString)
        }
    }

    private static func typed(_ text: String, _ type: String?) -> OrderingValue {
        if let type {
            if type.hasSuffix("DateTime"), let stamp = Stamp(text) { return .dateTime(stamp) }
            if type.hasSuffix("Date"), let day = Day(text) { return .date(day) }
            if type.hasSuffix("Time"), let time = Comparand.time(text) { return .time(time) }
        }
        let folded = text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
        return .text(folded: folded, text)
    }

    private var rank: Int {
        switch self {
        case .distance: 0
        case .number: 1
        case .text: 2
        case .object: 3
        case .array: 4
        case .bool: 5
        case .time: 6
        case .date: 7
        case .dateTime: 8
        case .null: 9
        case .missing: 10
        }
    }

    /// How this stands to another. What is null or missing comes last in both directions.
    func order(to other: OrderingValue, isDescending: Bool) -> Order {
        let (left, right) = (rank, other.rank)
        if left != right {
            return left > 8 || right > 8 || !isDescending ? Order(left, right) : Order(right, left)
        }
        return isDescending ? other.order(within: self) : order(within: other)
    }

    private func order(within other: OrderingValue) -> Order {
        switch (self, other) {
        case (.distance(let one), .distance(let two)), (.number(let one), .number(let two)): Order(one, two)
        case (.text(let folded, let one), .text(let other, let two)):
            switch Order(bytes: folded, other) {
            // Small letters come before capitals, which have the smaller codes.
            case .same: Order(bytes: two, one)
            case let order: order
            }
        case (.object(let one), .object(let two)), (.array(let one), .array(let two)): Order(bytes: one, two)
        case (.bool(let one), .bool(let two)): Order(one ? 1 : 0, two ? 1 : 0)
        case (.time(let one), .time(let two)): Order(one, two)
        case (.date(let one), .date(let two)): Order(one, two)
        case (.dateTime(let one), .dateTime(let two)): Order(one, two)
        default: .same
        }
    }
}
