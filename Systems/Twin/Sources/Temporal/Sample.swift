// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A value as the methods of aggregation look at it (GS CIM 009, tables 4.5.19.1-1 to 3).
enum Sample: Sendable, Equatable {
    case number(Double)
    /// True counts as 1, false as 0.
    case truth(Bool)
    case text(String)
    /// An array, of which the size counts.
    case array(JSON, Int)
    /// A date, or a date and time: it has an order.
    case date(String)
    /// A time of the day, which also has a mean.
    case time(String)
    /// A URI, a place, an object: such are only counted.
    case other(JSON)

    init(_ instance: Instance) {
        switch instance.value {
        case .property(let json): self.init(json, type: instance.valueType)
        case .list(let items): self = .array(.array(items), items.count)
        case .geo(let json), .json(let json): self = .other(json)
        case .language(let map): self = .other(.object(map))
        case .relationship(let texts, _), .vocab(let texts, _), .listRelationship(let texts):
            self = .other(.array(texts.map(JSON.string)))
        }
    }

    private init(_ json: JSON, type: String?) {
        switch json {
        case .integer, .number: self = json.asDouble.map(Sample.number) ?? .other(json)
        case .bool(let value): self = .truth(value)
        case .string(let text): self = Sample.typed(text, type) ?? .text(text)
        case .array(let items): self = .array(json, items.count)
        case .object(let members):
            let inner = members["@value"]?.asString
            self = inner.flatMap { Sample.typed($0, members["@type"]?.asString) } ?? .other(json)
        case .null: self = .other(json)
        }
    }

    /// A text whose type says that it is a date or a time.
    private static func typed(_ text: String, _ type: String?) -> Sample? {
        let name = type?.split(whereSeparator: { $0 == "/" || $0 == "#" }).last.map(String.init)
        switch name {
        case "DateTime"?, "dateTime"?, "Date"?, "date"?: return .date(text)
        case "Time"?, "time"?: return .time(text)
        case "URI"?, "anyURI"?: return .other(.string(text))
        default: return nil
        }
    }

    var isNumber: Bool {
        if case .number = self { true } else { false }
    }

    /// The number it counts as.
    var number: Double? {
        switch self {
        case .number(let value): value
        case .truth(let value): value ? 1 : 0
        case .array(_, let count): Double(count)
        default: nil
        }
    }

    /// The text it is ordered by.
    private var ordered: String? {
        switch self {
        case .text(let text), .date(let text), .time(let text): text
        default: nil
        }
    }

    private var identity: JSON {
        switch self {
        case .number(let value): .plain(value) ?? .null
        case .truth(let value): .bool(value)
        case .text(let text), .date(let text), .time(let text): .string(text)
        case .array(let json, _), .other(let json): json
        }
    }

    /// What a method makes of some values, at least one; nil where it has no meaning for them.
    static func value(of samples: ArraySlice<Sample>, _ method: Aggregation.Method) -> JSON? {
        switch method {
        case .totalCount: return .integer(samples.count)
        case .distinctCount: return .integer(Set(samples.map(\.identity)).count)
        default: break
        }
        let numbers = samples.compactMap(\.number)
        guard !numbers.isEmpty else { return textual(samples, method) }
        switch method {
        case .sum: return .plain(numbers.reduce(0, +))
        case .avg: return .plain(numbers.reduce(0, +) / Double(numbers.count))
        case .min: return numbers.min().flatMap(JSON.plain)
        case .max: return numbers.max().flatMap(JSON.plain)
        case .stddev, .sumsq: return spread(samples, method)
        case .totalCount, .distinctCount: return nil
        }
    }

    private static func spread(_ samples: ArraySlice<Sample>, _ method: Aggregation.Method) -> JSON? {
        let numbers = samples.compactMap { sample -> Double? in
            if case .array = sample { return nil }
            return sample.number
        }
        guard !numbers.isEmpty else { return nil }
        if method == .sumsq { return .plain(numbers.reduce(0) { $0 + $1 * $1 }) }
        guard numbers.count > 1 else { return .integer(0) }
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        var squares = 0.0
        for number in numbers { squares += (number - mean) * (number - mean) }
        return .plain((squares / Double(numbers.count - 1)).squareRoot())
    }

    private static func textual(_ samples: ArraySlice<Sample>, _ method: Aggregation.Method) -> JSON? {
        let texts = samples.compactMap(\.ordered)
        switch method {
        case .min: return texts.min { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map(JSON.string)
        case .max: return texts.max { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map(JSON.string)
        case .avg: return meanTime(samples)
        default: return nil
        }
    }

    /// The mean of times of the day.
    private static func meanTime(_ samples: ArraySlice<Sample>) -> JSON? {
        let moments = samples.compactMap { sample -> Int64? in
            guard case .time(let text) = sample else { return nil }
            return Stamp("1970-01-01T" + text)?.microseconds
        }
        guard !moments.isEmpty else { return nil }
        let mean = moments.reduce(0, +) / Int64(moments.count)
        return .string(String(Stamp(microseconds: mean).description.dropFirst(11)))
    }
}
