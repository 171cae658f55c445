// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Something the platform team should do today.
struct Duty {
    enum Urgency: String { case now, today }

    /// Names it to programs, and its texts in `Words/`: what is the matter, and what to do.
    let code: String
    let urgency: Urgency
    let values: [String: String]
    /// The page where it is seen, and where something can be done about it.
    let page: Href?

    /// A backup is made every night; one that is late is missed the next morning.
    private static let backupWithin = 26 * 60 * 60
    /// A drill is held once a month.
    private static let drillWithin = 35 * 24 * 60 * 60
    /// What waits longer than this will not go by itself.
    private static let carriedWithin = 10 * 60
    /// A share of the disk, in percent, below which it is nearly full.
    private static let diskShare = 10

    private init(
        _ code: String, _ urgency: Urgency, _ values: [String: String] = [:], on page: Href? = nil
    ) {
        self.code = code
        self.urgency = urgency
        self.values = values
        self.page = page
    }

    /// What a report asks for, the most urgent first.
    static func all(_ report: OperationsReport) -> [Duty] {
        let duties = report.places.flatMap { ofTenant($0, report) } + ofDisk(report)
            + ofRoutine("backup", within: backupWithin, report)
            + ofRoutine("drill", within: drillWithin, report)
            + failedOperations(report) + ofProcess(report)
        return duties.filter { $0.urgency == .now } + duties.filter { $0.urgency == .today }
    }

    private static func ofTenant(
        _ place: OperationsReport.Place, _ report: OperationsReport
    ) -> [Duty] {
        let name = ["tenant": place.tenant.slug]
        guard let condition = place.condition else { return [Duty("out_of_service", .now, name)] }
        var duties: [Duty] = []
        if let since = condition.waitingSince, report.age(since) > carriedWithin {
            let minutes = "\(report.age(since) / 60)"
            duties.append(Duty("outbox_stuck", .now, name.merging(["minutes": minutes]) { $1 }))
        }
        if condition.undelivered > 0 {
            let count = "\(condition.undelivered)"
            duties.append(Duty("undelivered", .today, name.merging(["count": count]) { $1 }))
        }
        return duties + ofJobs(place.tenant.slug, condition, report)
    }

    /// What was to be done by itself and was not.
    private static func ofJobs(
        _ slug: String, _ condition: StoreCondition, _ report: OperationsReport
    ) -> [Duty] {
        var duties: [Duty] = []
        func add(_ code: String, _ urgency: Urgency, _ count: Int, on page: Href) {
            if count == 0 { return }
            duties.append(Duty(code, urgency, ["tenant": slug, "count": "\(count)"], on: page))
        }
        let dead = condition.jobs[.dead] ?? 0
        add("dead_jobs", .today, dead - condition.deadDeliveries, on: "/t/\(slug)/jobs")
        add("dead_deliveries", .today, condition.deadDeliveries, on: "/t/\(slug)/webhooks")
        add("mail_stuck", .now, condition.mailWaiting, on: "/t/commons/mail")
        add("mail_unsure", .today, condition.mailUnsure, on: "/t/commons/mail")
        if let since = condition.jobsDueSince, report.at > since, report.age(since) > carriedWithin {
            let values = ["tenant": slug, "minutes": "\(report.age(since) / 60)"]
            duties.append(Duty("jobs_late", .now, values, on: "/t/\(slug)/jobs"))
        }
        return duties
    }

    private static func ofDisk(_ report: OperationsReport) -> [Duty] {
        guard let free = report.diskFree, let size = report.diskSize, size > 0 else { return [] }
        let share = free / max(size / 100, 1)
        return share < diskShare ? [Duty("disk_low", .now, ["percent": "\(share)"])] : []
    }

    private static func ofRoutine(
        _ name: String, within seconds: Int, _ report: OperationsReport
    ) -> [Duty] {
        guard let done = report.lastDone(name) else { return [Duty("\(name)_never", .today)] }
        let days = "\(report.age(done.at) / 86_400)"
        return report.age(done.at) > seconds ? [Duty("\(name)_late", .now, ["days": days])] : []
    }

    private static func failedOperations(_ report: OperationsReport) -> [Duty] {
        report.latest.filter { $0.outcome == .failed }.map {
            Duty("operation_failed", .now, ["name": $0.name])
        }
    }

    private static func ofProcess(_ report: OperationsReport) -> [Duty] {
        var duties: [Duty] = []
        if report.faults > 0 { duties.append(Duty("faults", .today, ["count": "\(report.faults)"])) }
        if report.shed > 0 { duties.append(Duty("shed", .today, ["count": "\(report.shed)"])) }
        return duties
    }
}
