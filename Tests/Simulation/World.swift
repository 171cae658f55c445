// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Logging
import Store
import Synchronization

/// A process that serves the network: it carries, does jobs, and may end at any moment.
struct Process {
    let network: Network
    let faults: Faults
    let work: Task<Void, Never>

    /// Ends as an operator has it end: what is under way is done, nothing new is begun.
    func end() async {
        work.cancel()
        await work.value
        try? await network.close()
    }
}

/// One run's network: its stores, the processes on them, and the time.
final class World {
    let scheduler: Scheduler
    let tenants: [String]
    private(set) var processes: [Process] = []
    private let place: Place
    private var directory: String
    /// How many steps of the machinery failed as they were meant to.
    private(set) var met: [Faults.Kind: Int] = [:]
    private let clock: Time
    let town: Town
    private var chance: Chance
    private let root: String
    private var copies = 0

    /// What every process's clock says.
    final class Time: Sendable {
        private let moments = Mutex((now: World.beginning, latest: World.beginning))
        var now: Instant { moments.withLock { $0.now } }
        /// The latest it has ever said.
        var latest: Instant { moments.withLock { $0.latest } }
        func pass(_ milliseconds: Int64) {
            moments.withLock { moments in
                moments.now = moments.now.adding(milliseconds: milliseconds)
                moments.latest = max(moments.latest, moments.now)
            }
        }
    }

    /// Nothing is logged: what goes wrong is meant to.
    static var logger: Logger { Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() } }
    static let beginning = Instant(milliseconds: 1_768_208_400_000)

    var now: Instant { clock.now }

    init(in root: String, _ place: Place, tenants: [String], town: Town, chance: Chance) throws {
        self.root = root
        self.place = place
        self.tenants = tenants
        self.town = town
        self.chance = chance
        let clock = Time()
        self.clock = clock
        town.chores.begin()
        scheduler = OneThread.scheduler
        directory = "\(root)/0"
        scheduler.begin(self.chance.another()) { clock.pass($0) }
        switch place {
        case .files(let template): try Self.copy(template, to: directory)
        case .memory(let stores): try stores.begin()
        }
    }

    /// Leaves nothing of the run.
    func leave() {
        switch place {
        case .files: try? FileManager.default.removeItem(atPath: directory)
        case .memory(let stores): try? stores.undo()
        }
    }

    /// Copies stores as they lie on the disk: what a process keeps in memory is not among it.
    private static func copy(_ from: String, to: String) throws {
        try FileManager.default.createDirectory(atPath: to, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: from).sorted()
        where name.contains(".sqlite") && !name.hasSuffix("-shm") {
            try FileManager.default.copyItem(atPath: "\(from)/\(name)", toPath: "\(to)/\(name)")
        }
    }

    /// Sets every clock.
    func jump(seconds: Int) {
        if seconds > 0 { town.chores.jumped() }
        clock.pass(Int64(seconds) * 1_000)
    }

    /// Sets clocks that were set back right again.
    func setRight() {
        town.chores.jumped()
        clock.pass(clock.latest - clock.now)
    }

    /// Lets time pass.
    func pass(seconds: Int) {
        scheduler.pass(milliseconds: 0)
        town.chores.settled()
        scheduler.pass(milliseconds: Int64(seconds) * 1_000)
    }

    /// Does something to its end.
    /// - Throws: `Scheduler.Stuck`.
    func wait<T: Sendable>(_ body: @escaping @Sendable () async -> T) throws -> T {
        let result = Box<T>()
        Task.detached { result.set(await body()) }
        try scheduler.run { result.value != nil }
        guard let value = result.value else { throw Scheduler.Stuck() }
        return value
    }

    /// Has as many processes as there should be.
    /// - Parameter isMeant: whether something may go wrong at it.
    func start(_ count: Int, failing isMeant: Bool = true) throws {
        while processes.count < count { try startOne(isMeant) }
    }

    private func startOne(_ isMeant: Bool) throws {
        let (clock, faults) = (clock, Faults(scheduler))
        if isMeant, chance.percent(10) { faults.expect(.refused, after: chance.pick(0...80)) }
        do {
            let network = try place.network(
                in: directory, faults, town, timepiece: { clock.now })
            town.chores.began(in: network, faults)
            try network.openAll(carrying: false)
            let runner = JobRunner(network, handlers: JobHandler.all(of: network), chance: { 1 })
            let work = Task.detached { await runner.run() }
            processes.append(Process(network: network, faults: faults, work: work))
        } catch {
            // Whoever looks after it starts it again.
            guard !faults.met.isEmpty else { throw error }
        }
        count(faults)
        faults.forgive()
    }

    private func count(_ faults: Faults) { met.merge(faults.met) { $0 + $1 } }

    /// Takes the processes away that have ended, or that an operator ends.
    func end(where isOver: (Process) -> Bool) throws {
        for process in processes where isOver(process) {
            _ = try wait {
                await process.end()
                return true
            }
        }
        takeAway(where: isOver)
    }

    /// Takes away those that have ended already.
    func takeAway(where isOver: (Process) -> Bool) {
        for process in processes where isOver(process) { count(process.faults) }
        processes.removeAll(where: isOver)
    }

    /// Ends every process at once, wherever it is, and goes on from what was committed.
    func crash(after picks: Int) throws {
        try scheduler.run(picks: picks) { false }
        copies += 1
        let new = "\(root)/\(copies)"
        if case .files = place { try Self.copy(directory, to: new) }
        for process in processes { process.faults.die() }
        try end { _ in true }
        if case .files = place {
            try? FileManager.default.removeItem(atPath: directory)
            directory = new
        }
        town.chores.forget()
    }
}

/// Something that is there once it has come about.
final class Box<Content: Sendable>: Sendable {
    private let content = Mutex<Content?>(nil)
    var value: Content? { content.withLock { $0 } }
    func set(_ new: Content) { content.withLock { $0 = new } }
}
