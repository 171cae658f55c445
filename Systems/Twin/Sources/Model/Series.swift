// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// All that one attribute of an entity ever said in one data set, in the order it came. What is like
/// the rest but for its number and its times takes three words each; the others are kept whole.
struct Series: Sendable {
    private static let never = Int64.min

    /// How many came before the first that is still known. They keep their places.
    private(set) var forgotten = 0
    private var modified = Column<Int64>()
    private var observed = Column<Int64>()
    private var numbers = Column<Double>()
    /// When each was said first, where that is not the same for all.
    private var created: Column<Int64>?
    /// What those have in common that are told by a number. Whole ones are written as its own is, `21` or
    /// `21.0`; those with a fraction look the same either way.
    private(set) var pattern: Instance?
    /// Whether one of them is written as `21.0` is.
    private var hasWholeDecimals = false
    /// Those that are kept whole, by their places.
    private(set) var others: [Int: Instance] = [:]
    /// Which were only told of the past, where any were: the attribute itself never said so.
    private var told: Column<Bool>?
    /// Those that were taken out of the past.
    private(set) var removed: Set<Int> = []

    /// The places of what is still known.
    var places: Range<Int> { forgotten..<forgotten + modified.count }

    /// Adds what is said now, or was told of the past.
    mutating func append(_ instance: Instance, isTold: Bool = false) {
        let place = places.upperBound
        noteCreated(instance)
        modified.append(instance.modifiedAt.microseconds)
        observed.append(instance.observedAt?.microseconds ?? Self.never)
        noteTold(isTold)
        guard instance.deletedAt == nil, case .property(let value) = instance.value,
            let number = Self.plain(value)
        else { return keep(instance, at: place) }
        if pattern == nil { pattern = Self.pattern(of: instance) }
        guard let pattern, Self.isLike(pattern, instance), admits(value, number) else {
            return keep(instance, at: place)
        }
        numbers.append(number)
    }

    /// Whether a value can be told from its number by how whole ones are written.
    private mutating func admits(_ value: JSON, _ number: Double) -> Bool {
        let isInteger = if case .integer = value { true } else { false }
        guard isInteger || number == number.rounded() else { return true }
        if case .property(.integer) = pattern?.value { return isInteger }
        // What has only told fractions so far may tell whole numbers in either way.
        if isInteger, !hasWholeDecimals { pattern?.value = .property(.integer(0)) }
        if !isInteger { hasWholeDecimals = true }
        return !isInteger || !hasWholeDecimals
    }

    private mutating func noteCreated(_ instance: Instance) {
        if created == nil, let pattern, pattern.createdAt != instance.createdAt {
            created = Column(Array(repeating: pattern.createdAt.microseconds, count: modified.count))
        }
        created?.append(instance.createdAt.microseconds)
    }

    private mutating func noteTold(_ isTold: Bool) {
        if isTold, told == nil {
            told = Column()
            for _ in 1..<modified.count { told?.append(false) }
        }
        told?.append(isTold)
    }

    private mutating func keep(_ instance: Instance, at place: Int) {
        numbers.append(.nan)
        others[place] = instance
    }

    /// Says something else in a place, or that it is as if it had never been.
    mutating func replace(_ place: Int, by instance: Instance?) {
        guard places.contains(place) else { return }
        guard let instance else { return takeOut(place) }
        modified[place - forgotten] = instance.modifiedAt.microseconds
        observed[place - forgotten] = instance.observedAt?.microseconds ?? Self.never
        numbers[place - forgotten] = .nan
        others[place] = instance
    }

    /// Nothing of what it said is kept.
    private mutating func takeOut(_ place: Int) {
        removed.insert(place)
        others[place] = nil
        observed[place - forgotten] = Self.never
        numbers[place - forgotten] = 0
    }

    subscript(place: Int) -> Instance {
        if let other = others[place] { return other }
        let time = modifiedAt(place)
        // What is not kept whole is like the pattern, which there is then.
        var instance = pattern ?? Instance(.property(.null), at: time)
        instance.modifiedAt = time
        instance.createdAt = createdAt(place) ?? instance.createdAt
        instance.observedAt = observedAt(place)
        instance.value = .property(Self.value(numbers[place - forgotten], like: instance.value))
        return instance
    }

    /// When what stands in a place was said.
    func modifiedAt(_ place: Int) -> Stamp { Stamp(microseconds: modified[place - forgotten]) }

    /// The moment of what stands in a place by which it is asked for; nil: it has none.
    func time(_ place: Int, by property: TimeProperty) -> Stamp? {
        if let other = others[place] { return property.time(of: other) }
        switch property {
        case .modifiedAt: return modifiedAt(place)
        case .observedAt: return observedAt(place)
        case .createdAt: return createdAt(place) ?? pattern?.createdAt
        case .deletedAt: return nil
        }
    }

    /// When what stands in a place was observed, if it says so.
    func observedAt(_ place: Int) -> Stamp? {
        let observed = observed[place - forgotten]
        return observed == Self.never ? nil : Stamp(microseconds: observed)
    }

    /// When what stands in a place was said first, where that is not the same for all.
    func createdAt(_ place: Int) -> Stamp? { created.map { Stamp(microseconds: $0[place - forgotten]) } }

    /// Whether what stands in a place was only told of the past.
    func isTold(_ place: Int) -> Bool { told?[place - forgotten] == true }

    /// The number in a place, if it is told by one alone.
    func number(_ place: Int) -> Double? {
        let number = numbers[place - forgotten]
        return number.isNaN ? nil : number
    }

    /// What the attribute said at a moment: nil if nothing yet, or nothing any more.
    func instance(at moment: Stamp) -> Instance? {
        guard let place = standing(at: moment) else { return nil }
        let instance = self[place]
        return instance.deletedAt == nil ? instance : nil
    }

    /// The place of what the attribute itself had said last at a moment.
    func standing(at moment: Stamp) -> Int? {
        // Said in order, so that the last of what was said by then is found from the middle.
        var (low, high) = (forgotten, places.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if modifiedAt(middle) <= moment { low = middle + 1 } else { high = middle }
        }
        var place = low - 1
        while place >= forgotten {
            if !isTold(place), !removed.contains(place) { return place }
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
        if case .property(.integer) = value, number == number.rounded() { return .integer(Int64(number)) }
        return .decimal(number)
    }

    /// What an instance has in common with those that are told by a number: nothing of what it says.
    private static func pattern(of instance: Instance) -> Instance {
        var pattern = instance
        (pattern.modifiedAt, pattern.observedAt) = (Stamp(microseconds: 0), nil)
        if case .property(.integer) = instance.value {
            pattern.value = .property(.integer(0))
        } else {
            pattern.value = .property(.decimal(0))
        }
        return pattern
    }

    /// Whether both differ in nothing but what they say and their times.
    private static func isLike(_ pattern: Instance, _ instance: Instance) -> Bool {
        var other = instance
        other.modifiedAt = pattern.modifiedAt
        other.createdAt = pattern.createdAt
        other.observedAt = pattern.observedAt
        other.value = pattern.value
        return other == pattern
    }
}

/// Forgetting, and being kept.
extension Series {
    /// Whether something was said before a moment that did not stand at it any more.
    func reaches(before moment: Stamp) -> Bool {
        guard let first = places.first, modifiedAt(first) < moment else { return false }
        guard let standing = standing(at: moment), standing == first, self[first].deletedAt == nil else {
            return true
        }
        return places.dropFirst().prefix { modifiedAt($0) < moment }.contains { !removed.contains($0) }
    }

    /// Forgets what was said before a moment, but for what stood at it.
    mutating func forget(before moment: Stamp) {
        // What stood is known from then on, unless it was that nothing did.
        let standing = standing(at: moment).flatMap { self[$0].deletedAt == nil ? $0 : nil }
        let old = places.first { modifiedAt($0) >= moment } ?? places.upperBound
        drop(before: min(old, standing ?? old))
        guard let standing else { return }
        // What came after it and was told of the past alone, or taken out, leaves its place empty.
        for place in places where place > standing && place < old { takeOut(place) }
    }

    private mutating func drop(before first: Int) {
        let count = first - forgotten
        guard count > 0 else { return }
        modified.drop(count)
        observed.drop(count)
        numbers.drop(count)
        created?.drop(count)
        told?.drop(count)
        forgotten = first
        others = others.filter { $0.key >= first }
        removed = removed.filter { $0 >= first }
    }

    /// As it was kept.
    init(
        forgotten: Int, modified: [Int64], observed: [Int64?], created: [Int64]?, numbers: [Double],
        pattern: Instance?, others: [Int: Instance], told: Set<Int>, removed: Set<Int>
    ) {
        (self.forgotten, self.pattern, self.others, self.removed) = (forgotten, pattern, others, removed)
        self.modified = Column(modified)
        self.observed = Column(observed.map { $0 ?? Self.never })
        self.created = created.map { Column($0) }
        self.numbers = Column(numbers)
        if case .property(.number) = pattern?.value {
            hasWholeDecimals = numbers.contains { $0 == $0.rounded() }
        }
        if !told.isEmpty { self.told = Column(places.map(told.contains)) }
    }
}
