// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// One run: steps drawn from a seed, then everything is carried and done, and counted.
final class Run {
    static let officer = Actor(
        .person(RecordID(at: World.beginning, random: (1, 1))), roles: [.officer])

    let seed: UInt64
    let world: World
    private(set) var acts: [Act] = []
    /// What was done, for whoever looks for the reason.
    private(set) var told: [String] = []
    private(set) var wrong: [String] = []
    private var chance: Chance
    private var matters: [(tenant: String, id: RecordID)] = []
    private let size: Int

    init(seed: UInt64, in root: String, template: (Int) throws -> String, law: Law) throws {
        self.seed = seed
        chance = Chance(seed: seed)
        let tenants = Array(["north", "south", "west"].prefix(chance.pick(2...3)))
        size = chance.percent(40) ? 2 : 1
        world = try World(
            in: root, template: template(tenants.count), tenants: tenants, law: law,
            chance: chance.another())
    }

    /// - Throws: what ended it before its end.
    func run() throws {
        try world.start(size)
        for _ in 1...chance.pick(20...60) {
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
            told.append("an operator ends a process")
            let last = world.processes.last?.network
            try world.end { $0.network === last }
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
        if world.processes.isEmpty { world.chores.forget() }
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

    /// One to four new acts, sent at once.
    private func act() throws {
        let new = (0..<chance.pick(1...4)).map { _ in newAct() }
        acts += new
        try send(new)
    }

    /// Some earlier acts once more, under their keys.
    private func again() throws {
        let some = (0..<chance.pick(1...3)).compactMap { _ in chance.one(of: acts) }
        var seen: Set<Int> = []
        try send(some.filter { seen.insert($0.number).inserted })
    }

    private func send(_ acts: [Act]) throws {
        guard !acts.isEmpty else { return }
        let now = world.now
        let sent = acts.compactMap { act in
            chance.one(of: world.processes).map { (act.tenant, act.call, $0.network) }
        }
        guard sent.count == acts.count else { return }
        for act in acts { act.moments.insert(now) }
        let results = try world.wait {
            await withTaskGroup(of: (Int, Result<Outcome, any Error>).self) { group in
                for (place, (tenant, call, network)) in sent.enumerated() {
                    group.addTask {
                        do {
                            let outcome = try await network.perform(call, for: tenant, at: now)
                            return (place, .success(outcome))
                        } catch { return (place, .failure(error)) }
                    }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
        }
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

    private func newAct() -> Act {
        let number = acts.count * 10 + chance.pick(0...9)
        var said = Town.Said()
        said.mark = "m\(acts.count)-\(number)-\(chance.pick(0...99_999))"
        said.title = "Title \(chance.pick(0...9))"
        said.amount = chance.pick(0...1_000)
        let isWrong = chance.percent(5)
        if isWrong { said.title = "" }
        guard !matters.isEmpty, chance.percent(70), let matter = chance.one(of: matters) else {
            let tenant = chance.one(of: world.tenants) ?? world.tenants[0]
            let id = RecordID(
                at: world.now, random: (chance.next(), UInt16(truncatingIfNeeded: chance.next())))
            matters.append((tenant, id))
            return make(Town.open.kind, in: tenant, on: nil, said, isWrong: isWrong, newID: id)
        }
        let actions = [Town.amend, Town.amend, Town.rest, Town.goOn, Town.close, Town.write, Town.write]
            .map(\.kind) + [Town.ask.kind, Town.ask.kind]
        let action = chance.one(of: actions) ?? Town.amend.kind
        if action.name == "write" {
            said.to = chance.one(of: world.tenants.filter { $0 != matter.tenant }) ?? ""
            if chance.percent(20) { said.mark += "-bad" }
        }
        if action.name == "ask" { said.to = chance.one(of: Chores.ways) ?? "" }
        let version = chance.percent(30) ? chance.pick(1...4) : nil
        return make(action, in: matter.tenant, on: matter.id, said, isWrong: isWrong, expecting: version)
    }

    private func make(
        _ action: ActionKind, in tenant: String, on record: RecordID?, _ said: Town.Said,
        isWrong: Bool, newID: RecordID? = nil, expecting version: Int? = nil
    ) -> Act {
        let call = ActionCall(
            action, by: Self.officer, on: record, expectedVersion: version, input: said.values,
            key: said.mark, newID: newID)
        return Act(acts.count, in: tenant, call: call, said: said, isWrong: isWrong)
    }

    /// Nothing goes wrong any more; what waits is carried and done; then it is counted.
    private func finish() throws {
        told.append("nothing goes wrong any more")
        for process in world.processes { process.faults.forgive() }
        try world.end { _ in true }
        world.chores.forget()
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
