// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// All that one attribute of an entity ever said in one data set, in the order it came. What is like
/// the rest but for its number and its times takes three words each; the others are kept whole.
struct Series: Sendable {
    private static let never = Int64.min

    private var modified = Column<Int64>()
    private var observed = Column<Int64>()
    private var numbers = Column<Double>()
    /// When each was said first, where that is not the same for all.
    private var created: Column<Int64>?
    /// What those have in common that are told by a number.
    private var pattern: Instance?
    private var others: [Int: Instance] = [:]
    /// Which were only told of the past, where any were: the attribute itself never said so.
    private var told: Column<Bool>?
    /// Those that were taken out of the past.
    private(set) var removed: Set<Int> = []

    var count: Int { modified.count }

    /// Adds what is said now, or was told of the past.
    mutating func append(_ instance: Instance, isTold: Bool = false) {
        let place = count
        noteCreated(instance, place)
        modified.append(instance.modifiedAt.microseconds)
        observed.append(instance.observedAt?.microseconds ?? Self.never)
        noteTold(isTold, place)
        guard instance.deletedAt == nil, case .property(let value) = instance.value,
            let number = Self.plain(value)
        else { return keep(instance, at: place) }
        if pattern == nil { pattern = instance }
        guard let pattern, Self.isLike(pattern, instance) else { return keep(instance, at: place) }
        numbers.append(number)
    }

    private mutating func noteCreated(_ instance: Instance, _ place: Int) {
        if created == nil, let pattern, pattern.createdAt != instance.createdAt {
            created = Column()
            for _ in 0..<place { created?.append(pattern.createdAt.microseconds) }
        }
        created?.append(instance.createdAt.microseconds)
    }

    private mutating func noteTold(_ isTold: Bool, _ place: Int) {
        if isTold, told == nil {
            told = Column()
            for _ in 0..<place { told?.append(false) }
        }
        told?.append(isTold)
    }

    private mutating func keep(_ instance: Instance, at place: Int) {
        numbers.append(.nan)
        others[place] = instance
    }

    /// Says something else in a place, or that it is as if it had never been.
    mutating func replace(_ place: Int, by instance: Instance?) {
        guard (0..<count).contains(place) else { return }
        guard let instance else {
            removed.insert(place)
            return
        }
        modified[place] = instance.modifiedAt.microseconds
        observed[place] = instance.observedAt?.microseconds ?? Self.never
        numbers[place] = .nan
        others[place] = instance
    }

    subscript(place: Int) -> Instance {
        if let other = others[place] { return other }
        let time = Stamp(microseconds: modified[place])
        // What is not kept whole is like the pattern, which there is then.
        var instance = pattern ?? Instance(.property(.null), at: time)
        instance.modifiedAt = time
        if let created { instance.createdAt = Stamp(microseconds: created[place]) }
        instance.observedAt = observed[place] == Self.never ? nil : Stamp(microseconds: observed[place])
        instance.value = .property(Self.value(numbers[place], like: instance.value))
        return instance
    }

    /// When what stands in a place was said.
    func modifiedAt(_ place: Int) -> Stamp { Stamp(microseconds: modified[place]) }

    /// The moment of what stands in a place by which it is asked for; nil: it has none.
    func time(_ place: Int, by property: TimeProperty) -> Stamp? {
        if let other = others[place] { return property.time(of: other) }
        switch property {
        case .modifiedAt: return modifiedAt(place)
        case .observedAt: return observedAt(place)
        case .createdAt: return created.map { Stamp(microseconds: $0[place]) } ?? pattern?.createdAt
        case .deletedAt: return nil
        }
    }

    /// When what stands in a place was observed, if it says so.
    func observedAt(_ place: Int) -> Stamp? {
        observed[place] == Self.never ? nil : Stamp(microseconds: observed[place])
    }

    /// The number in a place, if it is told by one alone.
    func number(_ place: Int) -> Double? {
        let number = numbers[place]
        return number.isNaN ? nil : number
    }

    /// What the attribute said at a moment: nil if nothing yet, or nothing any more.
    func instance(at moment: Stamp) -> Instance? {
        // Said in order, so that the last of what was said by then is found from the middle.
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if modified[middle] <= moment.microseconds { low = middle + 1 } else { high = middle }
        }
        var place = low - 1
        while place >= 0 {
            if told?[place] != true, !removed.contains(place) {
                let instance = self[place]
                return instance.deletedAt == nil ? instance : nil
            }
            place -= 1
        }
        return nil
    }

    /// The number a JSON number is, where it can be told from the number again.
    private static func plain(_ value: JSON) -> Double? {
        switch value {
        // Not `abs`, which the least integer there is has not.
        case .integer(let integer): integer.magnitude < 1 << 53 ? Double(integer) : nil
        case .number(let number):
            number.double.flatMap { JSONNumber($0) == number ? $0 : nil }
        default: nil
        }
    }

    private static func value(_ number: Double, like value: AttributeValue) -> JSON {
        if case .property(.integer) = value { return .integer(Int64(number)) }
        return .decimal(number)
    }

    /// Whether both differ in nothing but their number and their times.
    private static func isLike(_ pattern: Instance, _ instance: Instance) -> Bool {
        var other = instance
        other.modifiedAt = pattern.modifiedAt
        other.createdAt = pattern.createdAt
        other.observedAt = pattern.observedAt
        switch (pattern.value, instance.value) {
        case (.property(.integer), .property(.integer)), (.property(.number), .property(.number)):
            other.value = pattern.value
        default: return false
        }
        return other == pattern
    }
}
