// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// One run: steps drawn from a seed, then everything is carried and done, and counted.
final class Run {
    static let officer = Actor(
        .person(RecordID(at: World.beginning, random: (1, 1))), roles: [.officer])

    let seed: UInt64
    let world: World
    var acts: [Act] = []
    /// What was done, for whoever looks for the reason.
    private(set) var told: [String] = []
    private(set) var wrong: [String] = []
    var chance: Chance
    /// What was begun, or may have been.
    var matters: [(tenant: String, id: RecordID)] = []
    private let size: Int

    init(seed: UInt64, in root: String, _ places: Places) throws {
        self.seed = seed
        chance = Chance(seed: seed)
        let tenants = Array(Places.slugs.prefix(chance.pick(2...3)))
        size = chance.percent(40) ? 2 : 1
        let isInFiles = chance.percent(2)
        if isInFiles { told.append("its stores are files") }
        world = try World(
            in: root, places.place(tenants.count, inFiles: isInFiles), tenants: tenants, town: places.town,
            chance: chance.another())
    }

    /// - Throws: what ended it before its end.
    func run() throws {
        try world.start(size)
        for _ in 1...chance.pick(5...40) {
            try step()
            try replaceTheDead()
            if !wrong.isEmpty { return }
        }
        try finish()
    }

    private func step() throws {
        switch chance.pick(1...100) {
        case 1...55: try act()
        case 56...65: try again()
        case 66...75: try fault()
        case 76...86: tell("a while passes", chance.pick(1...90)) { world.pass(seconds: $0) }
        case 87...90: tell("clocks go forward", chance.pick(1...600_000)) { world.jump(seconds: $0) }
        case 91...94: tell("clocks go back", -chance.pick(1...90_000)) { world.jump(seconds: $0) }
        case 95...97:
            told.append("an operator ends a process while others go on")
            try send(newActs(0...8), ending: world.processes.last)
            try world.start(size)
        default:
            told.append("everything ends at once")
            try world.crash(after: chance.pick(0...400))
            try world.start(size)
        }
    }

    private func tell(_ text: String, _ seconds: Int, _ body: (Int) -> Void) {
        told.append("\(text): \(seconds) s")
        body(seconds)
    }

    private func replaceTheDead() throws {
        guard world.processes.contains(where: { $0.faults.isDead }) else { return }
        told.append("a process has ended")
        try world.end { $0.faults.isDead }
        // What it did goes on in others once its leases end; none of it runs any more.
        if world.processes.isEmpty { world.town.chores.forget() }
        try world.start(size)
    }

    private func fault() throws {
        guard let process = chance.one(of: world.processes),
            let kind = chance.one(of: Faults.Kind.allCases)
        else { return }
        let count = kind.isOfCommit ? chance.pick(0...6) : chance.pick(0...150)
        told.append("\(kind.rawValue), after \(count)")
        process.faults.expect(kind, after: count)
    }

    /// A few new acts, sent at once; now and then a crowd of them.
    private func act() throws { try send(newActs(chance.percent(15) ? 5...12 : 1...4)) }

    /// Some earlier acts once more, under their keys.
    private func again() throws {
        let some = (0..<chance.pick(1...3)).compactMap { _ in chance.one(of: acts) }
        var seen: Set<Int> = []
        try send(some.filter { seen.insert($0.number).inserted })
    }

    /// - Parameter leaving: a process that is ended meanwhile.
    private func send(_ acts: [Act], ending leaving: Process? = nil) throws {
        let now = world.now
        let sent = acts.compactMap { act in
            chance.one(of: world.processes).map { (act.tenant, act.call, $0.network) }
        }
        guard sent.count == acts.count, leaving != nil || !acts.isEmpty else { return }
        for act in acts { act.moments.insert(now) }
        let results = try world.wait {
            await withTaskGroup(of: (Int, Result<Outcome, any Error>)?.self) { group in
                for (place, (tenant, call, network)) in sent.enumerated() {
                    group.addTask {
                        do {
                            let outcome = try await network.perform(call, for: tenant, at: now)
                            return (place, .success(outcome))
                        } catch { return (place, .failure(error)) }
                    }
                }
                if let leaving {
                    group.addTask {
                        await leaving.end()
                        return nil
                    }
                }
                var results: [Int: Result<Outcome, any Error>] = [:]
                for await case let (place, result)? in group { results[place] = result }
                return results
            }
        }
        world.takeAway { $0.network === leaving?.network }
        for (place, act) in acts.enumerated() {
            guard let result = results[place] else { continue }
            if let mistake = act.take(result) { wrong.append(mistake) }
            told.append("\(act): \(Self.words(result))")
        }
    }

    private static func words(_ result: Result<Outcome, any Error>) -> String {
        switch result {
        case .success(let outcome): outcome.isRepeat ? "done before" : "done"
        case .failure(let error): "\(error)"
        }
    }

    /// Nothing goes wrong any more; what waits is carried and done; then it is counted.
    private func finish() throws {
        told.append("nothing goes wrong any more")
        for process in world.processes { process.faults.forgive() }
        try world.end { _ in true }
        world.town.chores.forget()
        // With a clock that was set back, what waits for a moment would wait long.
        world.setRight()
        try world.start(size, failing: false)
        for _ in 0..<60 {
            world.pass(seconds: 60)
            if try isQuiet() { break }
        }
        guard let network = world.processes.first?.network else { return }
        for process in world.processes {
            let network = process.network
            _ = try world.wait {
                await network.settle()
                return true
            }
        }
        var checking = Checking(network, acts: acts, tenants: world.tenants)
        try checking.run()
        wrong += checking.wrong
        let together = world.town.chores.together
        if !together.isEmpty { wrong.append("done at once by two: \(together)") }
        try world.end { _ in true }
    }

    private func isQuiet() throws -> Bool {
        guard let network = world.processes.first?.network else { return false }
        return try world.tenants.allSatisfy { slug in
            let condition = try network.condition(of: slug)
            let open = (condition.jobs[.waiting] ?? 0) + (condition.jobs[.running] ?? 0)
            return condition.waiting == 0 && open == 0
        }
    }
}
