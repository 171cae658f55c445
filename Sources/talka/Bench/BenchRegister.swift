// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Measuring
import Planning
import Store

/// Searches of a register of half a million applications, as the register's page makes them.
struct BenchRegister: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Searches of a large register: words, filters, the first page and page 1,000.",
        discussion: """
            Where a place is named (--store), the register is kept there and used again by the next \
            run with as many records.
            """)

    @OptionGroup var options: BenchOptions
    @Option(help: "Published applications.") var records = 500_000
    @Option(help: "Searches at once.") var threads = 2
    @Option(help: "Seconds of the mixed load.") var seconds = 10.0
    @Option(help: "Searches of each kind on its own.") var each = 100
    @Option(help: "Only kinds whose name holds this, with how the engine goes about them.")
    var only: String?

    func run() async throws {
        let place = try BenchPlace("register", options)
        defer { if !place.isNamed { place.remove() } }
        var report = Report()
        let network = try Composition.network(place.settings)
        try await fill(network, &report)
        let register = network.register
        let stories = try RegisterStories()
        let questions = try RegisterQuestions(authorities: stories.authorities)
        let all = (questions.first + (try questions.deep(in: register)))
            .filter { only.map($0.name.contains) ?? true }
        report.say("engine: \(place.engine), \(records) applications, \(threads) threads")
        var worst = ("", 0.0)
        for question in all {
            let summary = try alone(question, in: register)
            report.summary(question.name, summary)
            if summary.p99 > worst.1 { worst = (question.name, summary.p99) }
            if only != nil { try explain(question, in: register, &report) }
        }
        let mixed = try self.mixed(all, in: register)
        report.say("the slowest alone: \(worst.0)")
        report.summary("mixed, \(threads) at once", mixed)
        report.figure("searches", mixed.perSecond, "/s", aim: .atLeast(1_500))
        report.figure("p99", mixed.p99, " ms", aim: .atMost(20))
        try await network.close()
        print(report.text(asJSON: options.json))
    }

    // MARK: Filling

    private func fill(_ network: Network, _ report: inout Report) async throws {
        let stories = try RegisterStories()
        // The last is written last: if it is there, all are.
        if let last = stories.item(records - 1, of: records),
            try network.register.item(tenant: last.tenant, record: last.record) != nil
        {
            try await network.surveyRegister()
            return report.say("the register was there already")
        }
        guard try network.register.page(RegisterQuery(limit: 1)).items.isEmpty else {
            throw ValidationError("There is a register of another size; name another place.")
        }
        let begun = MonotonicClock.now()
        var batch = Self.batch(0, records, stories)
        var number = 0
        while !batch.isEmpty {
            number += batch.count
            async let next = Self.batch(number, records, stories)
            try await network.fillRegister(batch)
            batch = await next
        }
        try await network.surveyRegister()
        let seconds = MonotonicClock.now() - begun
        report.figure("filled", Double(records) / seconds, " applications/s")
        report.figure("size", Double(try network.size(of: Tenant.commons) ?? 0) / 1e6, " MB")
    }

    private static func batch(_ first: Int, _ count: Int, _ stories: RegisterStories) -> [PublishedItem] {
        (first..<max(first, min(first + 2_000, count))).compactMap { stories.item($0, of: count) }
    }

    // MARK: Asking

    private func alone(
        _ question: RegisterQuestions.Question, in register: Register
    ) throws -> Summary {
        var latencies = Latencies()
        for query in question.queries { _ = try register.page(query) }
        let (begun, worked) = (MonotonicClock.now(), MonotonicClock.processor())
        for number in 0..<each {
            let query = question.queries[number % question.queries.count]
            latencies.add(try MonotonicClock.measure { try register.page(query) }.1)
        }
        return Summary(
            latencies, seconds: MonotonicClock.now() - begun,
            processor: MonotonicClock.processor() - worked)
    }

    /// Every kind alike often, four first pages to one deep in.
    private func mixed(
        _ questions: [RegisterQuestions.Question], in register: Register
    ) throws -> Summary {
        let first = questions.filter { !$0.name.hasSuffix("deep") }
        let deep = questions.filter { $0.name.hasSuffix("deep") }
        let bag = [first, first, first, first, deep].filter { !$0.isEmpty }
        let end = MonotonicClock.now() + seconds
        let results = Crowd.run(threads) { thread in
            var latencies = Latencies()
            var (turn, failures) = (thread * 7, 0)
            let worked = MonotonicClock.processor()
            while MonotonicClock.now() < end {
                let pool = bag[turn % bag.count]
                let queries = pool[(turn / bag.count) % pool.count].queries
                let query = queries[(turn / 97) % queries.count]
                do { latencies.add(try MonotonicClock.measure { try register.page(query) }.1) } catch {
                    failures += 1
                }
                turn += 1
            }
            return (latencies, failures, MonotonicClock.processor() - worked)
        }
        var all = Latencies()
        for result in results { all.add(result.0) }
        return Summary(
            all, failures: results.map(\.1).reduce(0, +), seconds: seconds,
            processor: results.map(\.2).reduce(0, +))
    }

    private func explain(
        _ question: RegisterQuestions.Question, in register: Register, _ report: inout Report
    ) throws {
        for query in question.queries {
            let (page, took) = try MonotonicClock.measure { try register.page(query) }
            let found = page.count.map { "\($0.value)\($0.isExact ? "" : "+")" } ?? ""
            report.say("  \(query.text ?? "") \(query.tenant ?? ""): \(took) ms, finds \(found)")
            for line in try register.plan(query) { report.say("    \(line)") }
        }
    }
}
