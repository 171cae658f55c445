// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Takes cases in the Open Digital Planning format into one tenant: new ones, the same again as
/// the next version of itself, and beside a case what cannot be true together with it.
///
///     let report = try await ODPImport(network: network, tenant: "millford")
///         .take(file: "cases.json", bytes: bytes)
public struct ODPImport: Sendable {
    /// As whom everything is taken in.
    static let actor = Actor.system("import")

    let store: TenantStore
    let documents: DocumentStore
    let reader: ODPReader
    let now: @Sendable () -> Instant

    /// - Throws: `Refusal.notFound` if there is no such tenant; `Refusal.notNow` if it has no
    ///   planning; `Refusal.outOfService` if its store cannot be opened.
    public init(network: Network, tenant slug: String) throws {
        store = try network.tenant(slug)
        guard store.tenant.systems.contains("planning") else {
            throw Refusal.notNow(Phrase("odp.refusal.not_switched_on", ["tenant": slug]))
        }
        documents = network.documents
        let calendar = network.law.calendar(of: store.tenant.jurisdiction)
        let zone = calendar.jurisdiction.zone
        reader = ODPReader(zone: zone, today: zone.day(at: network.now()))
        now = { network.now() }
    }

    /// Takes in one file that is at hand.
    public func take(file name: String, bytes: [UInt8]) async -> ODPFileReport {
        await take([.bytes(bytes, name: name)]).files[0]
    }

    /// Takes in any number of files, in their order.
    /// - Parameter progress: told now and then how far it has come.
    public func take(
        _ files: [ODPSource], progress: @Sendable (ODPProgress) -> Void = { _ in }
    ) async -> ODPReport {
        var report = ODPReport(tenant: store.tenant)
        var next = 0
        while next < files.count {
            let batch = files[next..<min(files.count, next + Self.filesAtOnce)]
            next += batch.count
            let read = await read(Array(batch))
            var reports = read.map { ODPFileReport(file: $0.name) }
            for wave in Self.waves(read) {
                for (item, answer) in await take(wave) { reports[item.file].cases.append(answer) }
                let done = report.count + reports.reduce(0) { $0 + $1.cases.count }
                progress(ODPProgress(files: next, of: files.count, cases: done))
            }
            report.files += reports
        }
        return report
    }

    /// Files that are read at once, and cases that are taken in at once: enough for many to share
    /// one durable commit.
    private static let filesAtOnce = 64
    private static let casesAtOnce = 128

    /// One case of a file that has been read.
    struct Item: Sendable {
        let file: Int
        let source: ReadFile
        let place: Int
        let answer: ODPReader.Answer
    }

    private func read(_ sources: [ODPSource]) async -> [ReadFile] {
        let reader = reader
        return await withTaskGroup(of: (Int, ReadFile).self) { group in
            for (place, source) in sources.enumerated() {
                group.addTask { (place, ReadFile(source, reader: reader)) }
            }
            var files: [(Int, ReadFile)] = []
            for await file in group { files.append(file) }
            return files.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// The cases in their order, in waves in which none depends on another.
    private static func waves(_ files: [ReadFile]) -> [[Item]] {
        var waves: [[Item]] = []
        var wave = Wave()
        for (file, source) in files.enumerated() {
            for (place, answer) in source.answers.enumerated() {
                if wave.items.count == casesAtOnce || !wave.admits(answer) {
                    waves.append(wave.items)
                    wave = Wave()
                }
                wave.add(Item(file: file, source: source, place: place, answer: answer))
            }
        }
        return waves + [wave.items]
    }

    private func take(_ wave: [Item]) async -> [(Item, ODPCaseReport)] {
        await withTaskGroup(of: (Int, ODPCaseReport).self) { group in
            for (place, item) in wave.enumerated() {
                group.addTask {
                    switch item.answer {
                    case .failure(let refusal): (place, ODPCaseReport(refusal))
                    case .success(let sent):
                        (place, await CaseImport(sent, item: item, into: self).take())
                    }
                }
            }
            var answers = [ODPCaseReport?](repeating: nil, count: wave.count)
            for await (place, answer) in group { answers[place] = answer }
            return zip(wave, answers).compactMap { item, answer in answer.map { (item, $0) } }
        }
    }
}

/// Cases that are taken in at once: no two may be reports of one case, whose order counts.
private struct Wave {
    private(set) var items: [ODPImport.Item] = []
    private var keys: Set<ODPKey> = []
    private var applications: Set<ODPKey> = []
    private var submissions: Set<ODPKey> = []

    func admits(_ answer: ODPReader.Answer) -> Bool {
        guard case .success(let sent) = answer else { return true }
        if keys.contains(sent.key) || submissions.contains(sent.key) { return false }
        return sent.submissionKey.map { !applications.contains($0) } ?? true
    }

    mutating func add(_ item: ODPImport.Item) {
        items.append(item)
        guard case .success(let sent) = item.answer else { return }
        keys.insert(sent.key)
        if let key = sent.submissionKey { submissions.insert(key) }
        if sent.form != .publishedCase { applications.insert(sent.key) }
    }
}
