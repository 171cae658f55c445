// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Knowledge
import Measuring
import Outgoing
import Store
import Synchronization
import Web

/// A body's weekly digest to very many: found out who is told, and put in line; then written and handed on.
struct BenchDigest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "Building a body's weekly digest, and writing it to everybody.",
        discussion: """
            Building is what the aim is about: from the moment it is due until everybody who is told \
            anything stands in line. Handing on is to a mail server that takes everything at once.
            """)

    @OptionGroup var options: BenchOptions
    @Option(help: "People who follow the body.") var people = 50_000
    @Option(help: "What was published in the week, by ten tenants.") var items = 500
    @Flag(help: "Build only; do not write and hand on.") var building = false

    func run() async throws {
        let place = try BenchPlace("digest", options)
        defer { place.remove() }
        try place.clear()
        let clock = BenchClock("2026-01-13T09:00:00Z")
        let network = try Composition.network(place.settings, timepiece: { clock.now })
        let site = try Composition.site(network, place.settings, isDemo: true)
        var report = Report()
        report.say("engine: \(place.engine), \(people) people, \(items) items")
        let crowd = DigestCrowd(network: network)
        try await crowd.make(people: people, items: items)
        clock.set("2026-01-19T07:05:00Z")
        try await KnowledgeFace.face().daily(network)

        let before = Self.memory
        let begun = MonotonicClock.now()
        let builder = JobRunner(network, handlers: site.faces.flatMap { $0.jobs(site) })
        await builder.sweep()
        await builder.settle()
        let built = MonotonicClock.now() - begun
        let store = try network.tenant(DigestCrowd.body)
        let lined = try store.mailCounts()[.queued] ?? 0
        report.figure("put in line", Double(lined))
        report.figure("building", built, " s", aim: .atMost(60))
        report.figure("building: people", Double(people) / built, "/s")
        report.figure("building: memory more", Double(Self.memory - before) / 1e6, " MB")
        report.condition("the job was done", try store.jobs(.done, kind: "knowledge.digest").count == 1)
        if !building { try await handOn(site, lined, &report) }
        try await network.close()
        print(report.text(asJSON: options.json))
    }

    private func handOn(_ site: Site, _ lined: Int, _ report: inout Report) async throws {
        let sink = Sink()
        let postmaster = Postmaster(
            site.network, accounts: site.accounts, words: site.words, sender: sink,
            setting: Postmaster.Setting(
                from: try Mailbox("talka@bench.example"), address: "https://bench.example",
                siteName: "Bench"),
            mailings: site.faces.flatMap(\.mailings))
        let begun = MonotonicClock.now()
        let runner = JobRunner(site.network, handlers: postmaster.handlers)
        await runner.sweep()
        await runner.settle()
        let took = MonotonicClock.now() - begun
        report.figure("written and handed on", Double(sink.count))
        report.figure("writing and handing on: mails", Double(sink.count) / took, "/s")
        report.condition("everybody in line was written to, once", sink.count == lined && sink.isOnceEach)
    }

    /// Bytes this process has had at most (proc(5), VmHWM).
    private static var memory: Int {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
        return (kilobytes ?? 0) * 1_024
    }
}

/// A clock that stands still until it is set.
private final class BenchClock: Sendable {
    private let moment: Mutex<Instant>

    init(_ iso: String) { moment = Mutex(Instant(iso: iso) ?? Instant(milliseconds: 0)) }

    var now: Instant { moment.withLock { $0 } }

    func set(_ iso: String) { if let new = Instant(iso: iso) { moment.withLock { $0 = new } } }
}

/// A mail server that takes everything at once.
private final class Sink: MailSending {
    private let taken = Mutex<(count: Int, to: Set<String>)>((0, []))

    var count: Int { taken.withLock { $0.count } }
    var isOnceEach: Bool { taken.withLock { $0.count == $0.to.count } }

    func send(_ mail: Mail) async throws {
        taken.withLock {
            $0.count += 1
            $0.to.insert(mail.to.address)
        }
    }
}
