// SPDX-License-Identifier: EUPL-1.2

/// A regular expression that never takes long: all its ways are followed side by side, so the time grows
/// with the text and the pattern and never with their powers. What IEEE 1003.2 has in its extended form
/// (GS CIM 009, 4.9) and what people are used to beside it; no back references, no looking around.
///
/// A text matches if the pattern is found anywhere in it, as every broker has it; `^` and `$` tie it.
struct Pattern: Sendable {
    /// How it was written.
    let text: String
    /// What every matching text begins with; empty if nothing is known.
    let prefix: String
    private let program: [PatternStep]
    /// Whether case makes no difference: the pattern began with `(?i)`.
    private let ignoresCase: Bool
    /// Whether nothing but the beginning matters.
    private let isPrefix: Bool
    /// How many steps a match may take; what would take more does not match.
    private static let patience = 10_000_000

    init(_ text: String, at pointer: String = "?q", clause: String = "4.9") throws(TwinProblem) {
        var reader = PatternReader(text, at: pointer, clause: clause)
        let node = try reader.pattern()
        var writer = PatternWriter(pointer: pointer, clause: clause)
        program = try writer.program(of: node)
        self.text = text
        ignoresCase = reader.ignoresCase
        let start = reader.ignoresCase ? (text: "", isAll: false) : Pattern.start(of: node)
        prefix = start.text
        isPrefix = start.isAll
    }

    /// Whether the pattern is found in a text.
    func matches(_ subject: String) -> Bool {
        if !prefix.isEmpty, !subject.utf8.starts(with: prefix.utf8) { return false }
        if isPrefix { return true }
        var run = PatternRun(program, patience: Pattern.patience)
        return run.finds(in: ignoresCase ? subject.lowercased().unicodeScalars : subject.unicodeScalars)
    }

    /// The letters after a leading `^`, and whether there is nothing else to the pattern.
    private static func start(of node: PatternNode) -> (text: String, isAll: Bool) {
        guard case .sequence(let parts) = node, case .start? = parts.first else { return ("", false) }
        var text = String.UnicodeScalarView()
        var rest = parts.dropFirst()
        while case .scalar(let scalar)? = rest.first {
            text.append(scalar)
            rest = rest.dropFirst()
        }
        let isOpen = rest.isEmpty || rest.count == 1 && rest.first.map(isAnything) == true
        return (String(text), isOpen)
    }

    private static func isAnything(_ node: PatternNode) -> Bool {
        if case .repeated(.any, 0, nil) = node { true } else { false }
    }
}

/// A regular expression as it was read.
indirect enum PatternNode: Sendable {
    case scalar(Unicode.Scalar)
    case any
    case set(PatternSet)
    case start, end
    case boundary(Bool)
    case sequence([PatternNode])
    case choice([PatternNode])
    /// At least so often, and at most; nil: without end.
    case repeated(PatternNode, Int, Int?)
}

/// Characters in brackets.
struct PatternSet: Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        // In order and apart, so that the last that begins before it is the only one it can be in.
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].lowerBound <= scalar.value { low = middle + 1 } else { high = middle }
        }
        return (low > 0 && ranges[low - 1].contains(scalar.value)) != isNegated
    }

    /// The same characters, in ranges that stand in order and apart: however it was written, a look at it
    /// takes a few steps.
    var settled: PatternSet {
        var settled = PatternSet(ranges: [], isNegated: isNegated)
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard let last = settled.ranges.last, range.lowerBound <= last.upperBound + 1 else {
                settled.ranges.append(range)
                continue
            }
            let end = max(last.upperBound, range.upperBound)
            settled.ranges[settled.ranges.count - 1] = last.lowerBound...end
        }
        return settled
    }

    /// With the small letters of the capitals in it.
    var withSmallLetters: PatternSet {
        var all = self
        for range in ranges where range.upperBound - range.lowerBound <= 0x400 {
            for scalar in range.lazy.compactMap({ Unicode.Scalar($0) }) {
                let lower = scalar.properties.lowercaseMapping.unicodeScalars
                guard lower.count == 1, let only = lower.first, only != scalar else { continue }
                all.ranges.append(only.value...only.value)
            }
        }
        return all
    }

    static let digits = PatternSet(ranges: [0x30...0x39])
    static let spaces = PatternSet(ranges: [0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x2028...0x2029])
    static let word = PatternSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])

    /// The classes of IEEE 1003.2 for use within brackets.
    static func named(_ name: String) -> PatternSet? {
        switch name {
        case "alpha": PatternSet(ranges: [0x41...0x5A, 0x61...0x7A])
        case "digit": digits
        case "alnum": PatternSet(ranges: [0x30...0x39, 0x41...0x5A, 0x61...0x7A])
        case "upper": PatternSet(ranges: [0x41...0x5A])
        case "lower": PatternSet(ranges: [0x61...0x7A])
        case "space": spaces
        case "blank": PatternSet(ranges: [0x09...0x09, 0x20...0x20])
        case "punct": PatternSet(ranges: [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])
        case "xdigit": PatternSet(ranges: [0x30...0x39, 0x41...0x46, 0x61...0x66])
        case "print": PatternSet(ranges: [0x20...0x7E])
        case "graph": PatternSet(ranges: [0x21...0x7E])
        case "cntrl": PatternSet(ranges: [0...0x1F, 0x7F...0x7F])
        default: nil
        }
    }
}
