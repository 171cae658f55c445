// SPDX-License-Identifier: EUPL-1.2

/// One step of a regular expression made into a program.
enum PatternStep: Sendable {
    case scalar(Unicode.Scalar)
    case any
    case set(PatternSet)
    case start, end
    case boundary(Bool)
    /// Goes on at both places.
    case fork(Int, Int)
    case jump(Int)
    case found
}

/// Makes the program of a regular expression, within a bound: counts are written out.
struct PatternWriter {
    let pointer: String
    let clause: String
    private var steps: [PatternStep] = []
    private static let limit = 2_000

    init(pointer: String, clause: String) {
        self.pointer = pointer
        self.clause = clause
    }

    mutating func program(of node: PatternNode) throws(TwinProblem) -> [PatternStep] {
        try write(node)
        try add(.found)
        return steps
    }

    private mutating func add(_ step: PatternStep) throws(TwinProblem) {
        guard steps.count < Self.limit else {
            throw TwinProblem(
                .tooComplexQuery, "The regular expression is too complex: its counts make it too long.",
                at: pointer, clause: clause)
        }
        steps.append(step)
    }

    private mutating func write(_ node: PatternNode) throws(TwinProblem) {
        switch node {
        case .scalar(let scalar): try add(.scalar(scalar))
        case .any: try add(.any)
        case .set(let set): try add(.set(set))
        case .start: try add(.start)
        case .end: try add(.end)
        case .boundary(let isThere): try add(.boundary(isThere))
        case .sequence(let parts): for part in parts { try write(part) }
        case .choice(let branches): try write(branches)
        case .repeated(let node, let least, let most): try write(node, least, most)
        }
    }

    private mutating func write(_ branches: [PatternNode]) throws(TwinProblem) {
        var ends: [Int] = []
        for branch in branches.dropLast() {
            let fork = steps.count
            try add(.fork(fork + 1, 0))
            try write(branch)
            ends.append(steps.count)
            try add(.jump(0))
            steps[fork] = .fork(fork + 1, steps.count)
        }
        if let last = branches.last { try write(last) }
        for end in ends { steps[end] = .jump(steps.count) }
    }

    private mutating func write(_ node: PatternNode, _ least: Int, _ most: Int?) throws(TwinProblem) {
        for _ in 0..<least {
            let before = steps.count
            try write(node)
            // What writes nothing can be repeated without end and still is nothing.
            if steps.count == before { return }
        }
        guard let most else {
            let fork = steps.count
            try add(.fork(fork + 1, 0))
            try write(node)
            try add(.jump(fork))
            steps[fork] = .fork(fork + 1, steps.count)
            return
        }
        var forks: [Int] = []
        for _ in least..<max(least, most) {
            forks.append(steps.count)
            try add(.fork(steps.count + 1, 0))
            try write(node)
        }
        for fork in forks { steps[fork] = .fork(fork + 1, steps.count) }
    }
}

/// One run of a program over a text: all places it can be at, moved on a character at a time.
struct PatternRun {
    private let program: [PatternStep]
    private var patience: Int
    /// The character at which a place was last reached, so that none is followed twice.
    private var reachedAt: [Int]
    /// The places that take a character now, and those to go on from.
    private var now: [Int] = []
    private var waiting: [Int] = []
    private var stack: [Int] = []
    private var isFound = false

    init(_ program: [PatternStep], patience: Int) {
        self.program = program
        self.patience = patience
        reachedAt = [Int](repeating: -1, count: program.count)
    }

    mutating func finds(in scalars: String.UnicodeScalarView) -> Bool {
        var before: Unicode.Scalar?
        var index = scalars.startIndex
        var place = 0
        // What begins with one character is only looked into where that stands.
        var first: Unicode.Scalar?
        if case .scalar(let scalar)? = program.first { first = scalar }
        while true {
            let scalar = index < scalars.endIndex ? scalars[index] : nil
            if waiting.isEmpty, let first, let scalar, scalar != first {
                now.removeAll(keepingCapacity: true)
            } else {
                follow(place, before, scalar)
            }
            if isFound { return true }
            guard let scalar, patience > 0 else { return false }
            waiting.removeAll(keepingCapacity: true)
            for step in now where takes(program[step], scalar) { waiting.append(step + 1) }
            before = scalar
            place += 1
            index = scalars.index(after: index)
        }
    }

    /// Puts into `now` every place that takes a character and can be reached from those waiting, or from
    /// the beginning, since a match may begin anywhere.
    private mutating func follow(_ place: Int, _ before: Unicode.Scalar?, _ after: Unicode.Scalar?) {
        now.removeAll(keepingCapacity: true)
        stack.append(contentsOf: waiting)
        stack.append(0)
        while let step = stack.popLast() {
            guard reachedAt[step] != place else { continue }
            reachedAt[step] = place
            patience -= 1
            switch program[step] {
            case .found:
                isFound = true
                return
            case .jump(let target): stack.append(target)
            case .fork(let one, let other):
                stack.append(other)
                stack.append(one)
            case .start: if before == nil { stack.append(step + 1) }
            case .end: if after == nil { stack.append(step + 1) }
            case .boundary(let isWanted):
                let isThere = Self.isWord(before) != Self.isWord(after)
                if isThere == isWanted { stack.append(step + 1) }
            default: now.append(step)
            }
        }
    }

    private func takes(_ step: PatternStep, _ scalar: Unicode.Scalar) -> Bool {
        switch step {
        case .scalar(let wanted): wanted == scalar
        case .any: true
        case .set(let set): set.contains(scalar)
        default: false
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map { PatternSet.word.contains($0) || TermName.isLetter($0) } ?? false
    }
}
