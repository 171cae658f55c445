// SPDX-License-Identifier: EUPL-1.2

import Dispatch
import Kernel
import Store

extension CaseImport {
    /// What every case from elsewhere bears: where it came from, and under which keys it is found.
    func finish(
        _ application: inout Application, known: ODPKnown, before: Origin?
    ) throws {
        // A portal's application has no other day of receipt than that on which it was sent.
        application.receivedOn = application.receivedOn ?? application.lodgedOn
        let origin = try Origin(
            sent, known: known, hasClock: hasClock(application), before: before)
        application.origin = origin.json
        application.originKey = sent.key.description
        let other = known.keys.first { $0 != sent.key } ?? known.submissionKey
        application.originSubmission = other?.description
    }

    /// Whether the tenant's rules know a period for the decision of such a case.
    private func hasClock(_ application: Application) -> Bool {
        var dates = CaseDates(kind: application.type)
        dates.receivedOn = application.receivedOn ?? moment.today
        dates.validOn = application.validOn ?? dates.receivedOn
        let clocks = planningClocks(
            dates, rules: moment.rules, calendar: moment.calendar, on: moment.today,
            explaining: false)
        return clocks.contains { $0.name == ClockName.decision && $0.state != .unknown }
    }

    func input(
        _ application: Application, _ found: Found, before: State? = nil
    ) -> Values {
        var report = PlanningActions.Report()
        report.application = application
        var state = Application.state(sent.state, decision: application.decision)
        // Elsewhere nobody knows that further information was asked for here.
        if state == .valid, before == .furtherInformation { state = .furtherInformation }
        report.state = state.rawValue
        report.submissions = .array(
            Submission.list(sent, zone: importer.reader.zone).map(\.sentJSON))
        report.search = search.json
        report.seen = found.stamp
        return report.values
    }

    /// Keeps what was sent, for officers. Text that is not UTF-8 is kept as the JSON it says.
    func keepFile() async throws -> FileReference {
        let (name, bytes) = item.source.content(of: sent, at: item.place)
        let (documents, tenant, json) = (importer.documents, importer.store.tenant, sent.json)
        // A file is on the disk before anything refers to it. The wait for the disk is long, and
        // many wait together: not on the few threads that do the work.
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        do {
                            return try documents.keep(bytes, name: name, for: tenant)
                        } catch is Problems {
                            return try documents.keep(json.encoded(), name: name, for: tenant)
                        }
                    })
            }
        }
    }

    func perform(_ call: ActionCall) async throws -> StoredRow {
        try await importer.store.perform(call, at: moment.now).row
    }

    func report(
        _ standing: ODPCaseReport.Standing, _ record: Stored<Application>
    ) -> ODPCaseReport {
        var report = ODPCaseReport(standing, sent: sent)
        report.reference = record.fileNumber
        report.id = record.id
        report.state = record.state
        report.hasClock = record.origin?["clock"]?.asString == "known"
        return report
    }

    func failure(_ error: any Error) -> ODPCaseReport {
        var report = ODPCaseReport(.refused, sent: sent)
        let reason = (error as? Fault)?.description ?? "\(error)"
        report.problems = [
            ODPCaseReport.Said(
                code: "fault", pointer: sent.pointer,
                phrase: Phrase("odp.problem.fault", ["reason": reason]))
        ]
        return report
    }
}
