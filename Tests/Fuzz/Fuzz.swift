// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// What strangers may send to a twin, drawn from a seed: to its parsers, its log, and the whole of its door.
///
///     fuzz --seconds 60               from a seed drawn by chance
///     fuzz --inputs 10000000          so many inputs
///     fuzz --seed 7 --only 4711       that case alone, and what was sent
///     fuzz --seed 7 --first 4711      from that case on
@main
struct Fuzz {
    static func main() async {
        do {
            let setting = try Setting(CommandLine.arguments.dropFirst())
            let isRight =
                setting.isWithin || setting.only != nil
                ? try await Self.run(setting) : try Overseer(setting).run()
            exit(isRight ? 0 : 1)
        } catch {
            say("\(error)")
            exit(64)
        }
    }

    /// Tries the cases in this very process.
    private static func run(_ setting: Setting) async throws -> Bool {
        let progress = Progress(setting.place)
        progress.watch()
        var round = Round(setting.seed, progress)
        if let only = setting.only { return try await one(only, &round) }
        let begun = ContinuousClock.now
        var (number, isRight) = (setting.first, true)
        func tell(_ wrong: [String]) {
            for line in wrong {
                say("WRONG: seed \(setting.seed) \(line)")
                isRight = false
            }
        }
        while progress.count < setting.inputs, begun.duration(to: .now) < .seconds(setting.seconds) {
            tell(try await round.wrong(number))
            number += 1
        }
        tell(try await round.close())
        progress.begin(number)
        let slowest = round.slowest
        say("seed \(setting.seed): slowest was number \(slowest.number), \(Int(slowest.seconds * 1_000)) ms")
        return isRight
    }

    private static func one(_ number: UInt64, _ round: inout Round) async throws -> Bool {
        let wrong = try await round.wrong(number, isTold: true) + round.close()
        for line in wrong { say("WRONG: \(line)") }
        say(wrong.isEmpty ? "all held" : "\(wrong.count) did not hold")
        return wrong.isEmpty
    }
}

/// What is asked for.
struct Setting {
    private(set) var seed: UInt64 = .random(in: 1...1_000_000_000)
    private(set) var first: UInt64 = 0
    private(set) var only: UInt64?
    private(set) var inputs = UInt64.max
    /// A year: until the inputs are through.
    private static let endless = 365 * 24 * 3_600
    private(set) var seconds = Setting.endless
    /// Whether this is the process that does it, and where it notes how far it has come.
    private(set) var isWithin = false
    private(set) var place: String?

    init(_ arguments: ArraySlice<String>) throws {
        var arguments = arguments
        while let name = arguments.popFirst() {
            guard let text = arguments.popFirst() else { throw Fault("\(name) needs a value") }
            if name == "--within" {
                (isWithin, place) = (true, text)
                continue
            }
            guard let value = UInt64(text) else { throw Fault("\(name) needs a number") }
            switch name {
            case "--seed": seed = value
            case "--first": first = value
            case "--only": only = value
            case "--inputs": inputs = value
            case "--seconds": seconds = Int(min(value, UInt64(Self.endless)))
            default: throw Fault("\(name) is not known: --seed, --first, --only, --inputs, --seconds")
            }
        }
        if inputs == .max, seconds == Self.endless { seconds = 60 }
    }
}
