// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What must hold once everything has been carried and done.
struct Checking {
    let network: Network
    let acts: [Act]
    let tenants: [String]
    private(set) var wrong: [String] = []
    /// The acts that were found done, in the order of their tenant's journal.
    private var found: [String: [Act]] = [:]
    private static let officer = Run.officer
    private static let all = Query(limit: 100_000)

    init(_ network: Network, acts: [Act], tenants: [String]) {
        self.network = network
        self.acts = acts
        self.tenants = tenants
    }

    mutating func run() throws {
        for slug in tenants + [Tenant.commons] {
            if let finding = try network.verify(slug).finding {
                wrong.append("\(slug): verify found \(finding)")
            }
        }
        for slug in tenants { try checkMatters(slug) }
        for slug in tenants {
            try checkLetters(slug)
            try checkJobs(slug)
            let condition = try network.condition(of: slug)
            if condition.waiting > 0 { wrong.append("\(slug): \(condition.waiting) wait in the outbox") }
            let bad = found[slug, default: []].count { $0.name == "write" && $0.mark.hasSuffix("-bad") }
            if condition.undelivered != bad {
                wrong.append("\(slug): \(condition.undelivered) set aside, must be \(bad)")
            }
        }
    }

    /// Each act once or not at all, as it was told; each version as the model has it; the commons as
    /// the last versions have it.
    private mutating func checkMatters(_ slug: String) throws {
        let store = try network.tenant(slug)
        let marked = Dictionary(uniqueKeysWithValues: acts.filter { $0.tenant == slug }.map { ($0.mark, $0) })
        var times: [String: Int] = [:]
        var entries: [(Int, Act)] = []
        var published: Set<String> = []
        let matters = try store.read(as: Self.officer) { try $0.list(Matter.self, Self.all) }
        for matter in matters {
            var model = Model()
            var (bad, back) = (0, 0)
            let steps = try store.read(as: Self.officer) { try $0.history(of: matter.id, kind: Matter.kind) }
            if steps.map(\.version) != Array(1...max(1, steps.count)) {
                wrong.append("\(slug): versions \(steps.map(\.version)) of \(matter.id)")
            }
            for step in steps {
                if step.entry.action == "town.come_back" {
                    model.mark = "back"
                    back += 1
                } else if let mark = step.row["mark"].text, let act = marked[mark] {
                    times[mark, default: 0] += 1
                    entries.append((step.entry.number, act))
                    if !act.moments.contains(step.entry.at) {
                        wrong.append("\(act): done at \(step.entry.at), sent at \(act.moments)")
                    }
                    if let seen = act.call.expectedVersion, seen != step.version - 1 {
                        wrong.append("\(act): was of version \(seen), and is \(step.version)")
                    }
                    if act.mark.hasSuffix("-bad") { bad += 1 }
                    if !model.take(act, at: step.entry.at) {
                        wrong.append("\(act): done on a matter that is \(model.state)")
                    }
                } else {
                    wrong.append("\(slug): a version of nobody's: \(step.row)")
                }
                if let difference = model.difference(step.row) {
                    wrong.append("\(slug): version \(step.version) after \(model.mark) \(difference)")
                }
            }
            // What was closed meanwhile is not told.
            if back > bad || back < bad && model.state != "closed" {
                wrong.append("\(slug): \(bad) letters of \(matter.id) were bad, \(back) came back")
            }
            if model.state != "closed" { published.insert("\(matter.id) \(model.mark) \(model.state)") }
        }
        found[slug] = entries.sorted { $0.0 < $1.0 }.map(\.1)
        for act in marked.values.sorted(by: { $0.number < $1.number }) { count(act, times[act.mark] ?? 0) }
        try checkCommons(slug, published)
    }

    private mutating func count(_ act: Act, _ times: Int) {
        let isRight =
            switch act.standing {
            case .done: times == 1
            case .refused: times == 0
            case .unknown: times <= 1
            }
        if !isRight { wrong.append("\(act): \(act.standing.rawValue), and there \(times) times") }
    }

    private mutating func checkCommons(_ slug: String, _ published: Set<String>) throws {
        let page = try Register(commons: network.commons)
            .page(RegisterQuery(kind: "town.matter", tenant: slug, limit: Register.largestPage))
        let shown = Set(page.items.map { "\($0.record) \($0.reference) \($0.status)" })
        if shown.count != page.items.count { wrong.append("\(slug): something is published twice") }
        if shown != published {
            let (more, less) = (shown.subtracting(published), published.subtracting(shown))
            wrong.append("\(slug): published and must not be: \(more); must be and is not: \(less)")
        }
    }

    /// The receipts of a tenant by their marks, in the order of its journal.
    private func receipts(_ slug: String, from sender: String) throws -> [String] {
        let store = try network.tenant(slug)
        let entries = try store.read(as: .system("check")) {
            try $0.journal(JournalFilter(record: Receipt.kind.key, limit: 100_000))
        }
        return try store.read(as: Self.officer) { reader in
            try entries.reversed().compactMap { entry in
                let receipt = try RecordID(entry.recordID).flatMap { try reader.find(Receipt.self, $0) }
                return receipt?.sender == sender ? receipt?.mark : nil
            }
        }
    }

    /// Every letter arrives, once, in order.
    private mutating func checkLetters(_ slug: String) throws {
        let written = found[slug, default: []].filter { $0.name == "write" && !$0.mark.hasSuffix("-bad") }
        for addressee in tenants {
            let sent = written.filter { $0.said.to == addressee }.map(\.mark)
            let arrived = try receipts(addressee, from: slug)
            if sent != arrived {
                wrong.append("letters from \(slug) to \(addressee): \(sent) sent, \(arrived) arrived")
            }
        }
    }

    /// Every job is done, once, or is among the dead.
    private mutating func checkJobs(_ slug: String) throws {
        let store = try network.tenant(slug)
        for state in [KeptJob.State.waiting, .running] {
            for job in try store.jobs(state, limit: 10_000) {
                wrong.append("\(slug): \(job.kind) \(job.payload) is \(state) for ever: \(job.error ?? "")")
            }
        }
        let dead = Set(try store.jobs(.dead, limit: 10_000).compactMap { $0.payload["mark"]?.asString })
        let receipts = try receipts(slug, from: "chore")
        for act in found[slug, default: []] where act.name == "ask" {
            let times = receipts.count { $0 == act.mark }
            let isHopeless = act.said.to == "hopeless"
            let isRight = isHopeless ? times == 0 && dead.contains(act.mark) : times == 1
            if !isRight {
                let among = dead.contains(act.mark) ? "among" : "not among"
                wrong.append("job of \(act), \(act.said.to): done \(times) times, \(among) the dead")
            }
        }
        if Set(receipts).count != receipts.count { wrong.append("\(slug): jobs done twice: \(receipts)") }
        let days = try self.receipts(slug, from: "day")
        if Set(days).count != days.count { wrong.append("\(slug): a day's job done twice: \(days)") }
    }
}
