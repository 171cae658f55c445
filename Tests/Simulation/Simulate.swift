// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// Runs the store, its outbox, jobs and clocks under faults drawn from a seed, for so many seconds.
///
///     simulate --seconds 60            seeds from one drawn by chance
///     simulate --seed 4711             that one alone, and what was done
///     simulate --first 1 --step 2      seeds 1, 3, 5, …: so that two processes share them
@main
struct Simulate {
    private var seconds = 60.0
    private var seed: UInt64?
    private var first: UInt64 = .random(in: 1...1_000_000_000)
    private var step: UInt64 = 1
    private var most = Int.max
    private let root = "\(Self.memory)/talka-simulation-\(UUID().uuidString)"

    /// Where files lie in memory, if there is such a place: nothing here is about the disk itself.
    private static var memory: String {
        FileManager.default.fileExists(atPath: "/dev/shm")
            ? "/dev/shm" : FileManager.default.temporaryDirectory.path
    }

    static func main() throws {
        OneThread.begin()
        let simulate = try Simulate(CommandLine.arguments.dropFirst())
        defer { try? FileManager.default.removeItem(atPath: simulate.root) }
        if try !simulate.run() { exit(1) }
    }

    private init(_ arguments: ArraySlice<String>) throws {
        var arguments = arguments
        while let name = arguments.popFirst() {
            guard let value = arguments.popFirst().flatMap(UInt64.init) else {
                throw Fault("\(name) needs a number")
            }
            switch name {
            case "--seconds": seconds = Double(value)
            case "--seed": seed = value
            case "--first": first = value
            case "--step": step = max(1, value)
            case "--runs": most = Int(value)
            default: throw Fault("\(name) is not known: --seconds, --seed, --first, --step, --runs")
            }
        }
    }

    /// Whether everything held.
    private func run() throws -> Bool {
        let places = Places(in: root, of: try Town())
        if let seed { return try one(seed, places, isTold: true).isRight }
        let begun = ContinuousClock.now
        var (runs, acts, failed) = (0, 0, 0)
        var met: [Faults.Kind: Int] = [:]
        var next = first
        while begun.duration(to: .now) < .seconds(seconds), failed < 3, runs < most {
            let result = try one(next, places, isTold: false)
            runs += 1
            acts += result.acts
            met.merge(result.met) { $0 + $1 }
            if !result.isRight { failed += 1 }
            next &+= step
        }
        let took = begun.duration(to: .now)
        let faults = met.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
        print("seeds \(first) and on by \(step): \(runs) runs in \(took.components.seconds) s, "
            + "\(acts) acts; met: \(faults)")
        print("\(runs - failed) passed, \(failed) failed")
        return failed == 0
    }

    private func one(
        _ seed: UInt64, _ places: Places, isTold: Bool
    ) throws -> (isRight: Bool, acts: Int, met: [Faults.Kind: Int]) {
        let folder = "\(root)/\(seed)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let run = try Run(seed: seed, in: folder, places)
        defer { run.world.leave() }
        var wrong: [String] = []
        do { try run.run() } catch { wrong.append("it ended early: \(error)") }
        wrong += run.wrong
        if isTold || !wrong.isEmpty {
            for (number, line) in run.told.enumerated() { print("\(number + 1). \(line)") }
            for line in wrong { print("WRONG: \(line)") }
            print("seed \(seed): \(wrong.isEmpty ? "all held" : "again with simulate --seed \(seed)")")
        }
        return (wrong.isEmpty, run.acts.count, run.world.met)
    }
}
