// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Takes in one case: looks what is held of it, works out what its report is beside that, and acts
/// accordingly. Where something happened meanwhile it looks again.
struct CaseImport {
    let sent: ODPCase
    let item: ODPImport.Item
    let importer: ODPImport
    let digest: String
    let search: HeldCases.Search
    let moment: Moment

    /// How often it looks again.
    private static let attempts = 20

    init(_ sent: ODPCase, item: ODPImport.Item, into importer: ODPImport) {
        self.sent = sent
        self.item = item
        self.importer = importer
        digest = Digest.of(sent.canonical)
        search = HeldCases.Search(sent)
        moment = importer.store.moment(
            for: ODPImport.actor, system: "planning", at: importer.now())
    }

    /// What became of it. A store that fails is reported, too: the other cases go on.
    func take() async -> ODPCaseReport {
        for _ in 0..<Self.attempts {
            do { return try await attempt() } catch Refusal.notNow(let phrase)
                where phrase.key == "odp.refusal.meanwhile"
            {
                continue
            } catch {
                return failure(error)
            }
        }
        return failure(Fault("the case is changed again and again while it is taken in"))
    }

    /// What is held, found on one snapshot.
    struct Found {
        let stamp: String
        let held: HeldCase?
    }

    private func attempt() async throws -> ODPCaseReport {
        let found = try importer.store.read(as: ODPImport.actor) { reader in
            let cases = try HeldCases(search) { try reader.list(Application.self, $0) }
            return Found(stamp: cases.stamp, held: cases.match(sent))
        }
        let standing = ODPMerge.standing(of: sent, digest: digest, beside: found.held?.known)
        guard let held = found.held else { return try await takeIn(found) }
        switch standing {
        case .bringsForward(let changes):
            return try await bringForward(held, changes, found)
        case .contradiction, .earlierStage:
            return try await keepBeside(held, standing, found)
        case .new, .same:
            return report(.same, held.record)
        }
    }

    private func takeIn(_ found: Found) async throws -> ODPCaseReport {
        var application = Application(sent)
        application.originFiles = [try await keepFile()]
        try finish(&application, known: ODPKnown(sent, digest: digest), before: nil)
        let call = ActionCall(
            PlanningActions.takeIn.kind, by: ODPImport.actor, input: input(application, found))
        return report(.new, Stored<Application>(try await perform(call)))
    }

    /// What the report says takes the place of what was held; what it does not say stays, and so
    /// does what an officer here has put right.
    private func bringForward(
        _ held: HeldCase, _ changes: [ODPChange], _ found: Found
    ) async throws -> ODPCaseReport {
        var application = held.record.fields
        let news = Application(sent)
        let said = Set(news.values.filter { !$0.value.isNull }.keys)
        let corrected = try correctedHere(held.record.id)
        application.take(said.subtracting(corrected), from: news)
        if sent.state == .returned { application.validOn = nil } else {
            application.invalidOn = nil
            application.invalidReasons = nil
        }
        let file = try await keepFile()
        application.originFiles.removeAll { $0.digest == file.digest }
        application.originFiles.append(file)
        let known = held.known.broughtForward(by: sent, digest: digest)
        try finish(&application, known: known, before: held.origin)
        let call = ActionCall(
            PlanningActions.bringForward.kind, by: ODPImport.actor, on: held.record.id,
            input: input(application, found, before: held.record.state))
        var report = report(.broughtForward, Stored<Application>(try await perform(call)))
        report.changes = changes
        let passedOver = corrected.intersection(said)
            .filter { news.value(of: $0) != application.value(of: $0) }
        report.notes += passedOver.sorted().map { field in
            ODPCaseReport.Said(
                code: "corrected_here", pointer: sent.pointer,
                phrase: Phrase("odp.problem.corrected_here", ["field": field]))
        }
        return report
    }

    /// The fields of a case that officers here have put right.
    private func correctedHere(_ id: RecordID) throws -> Set<String> {
        let steps = try importer.store.read(as: ODPImport.actor) {
            try $0.history(of: id, kind: Application.kind)
        }
        let correction = PlanningActions.correct.kind.key
        return Set(
            steps.filter { $0.entry.action == correction }.flatMap { $0.changes.map(\.field) })
            .subtracting(["corrections"])
    }

    private func keepBeside(
        _ held: HeldCase, _ standing: ODPStanding, _ found: Found
    ) async throws -> ODPCaseReport {
        var report = report(.keptBeside, held.record)
        var beside = Beside()
        switch standing {
        case .earlierStage(let states, let contradictions):
            beside.standing = .earlierStage
            (report.states, report.contradictions) = (states, contradictions)
        case .contradiction(let contradictions, let states):
            (report.states, report.contradictions) = (states, contradictions)
        case .new, .same, .bringsForward:
            return report
        }
        report.beside = beside.standing
        beside.application = held.record.id
        beside.digest = digest
        let isKept = try importer.store.read(as: ODPImport.actor) {
            try !$0.list(Beside.self, beside.sameReport).isEmpty
        }
        if isKept { return report }
        beside.details = report.details
        beside.file = [try await keepFile()]
        var aside = PlanningActions.Aside()
        aside.beside = beside
        aside.search = search.json
        aside.seen = found.stamp
        _ = try await perform(
            ActionCall(
                PlanningActions.keepBeside.kind, by: ODPImport.actor, input: aside.values))
        return report
    }
}
