// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension Application {
    /// What its clocks depend on.
    public var dates: CaseDates {
        var dates = CaseDates(
            kind: type, lodgedOn: lodgedOn, receivedOn: receivedOn, validOn: validOn)
        dates.newspaperNoticeOn = newspaperNoticeOn
        dates.siteNoticeOn = siteNoticeOn
        dates.invalidOn = invalidOn
        dates.hasEnvironmentalReport = hasEnvironmentalReport ?? false
        dates.hasNaturaStatement = hasNaturaStatement ?? false
        dates.furtherInformation = informationRounds.map(\.dates)
        dates.extensions = agreedExtensions
        dates.consultationOn = consultationOn
        dates.consultationUntil = consultationUntil
        dates.commentsUntilDecision = commentsUntilDecision ?? false
        dates.decidedOn = decidedOn
        dates.outcome = switch decision {
        case .granted, .notRequired: .granted
        case .refused: .refused
        default: nil
        }
        dates.withdrawnOn = withdrawnOn
        dates.notifiedOn = notifiedOn
        dates.appealedOn = appealedOn
        return dates
    }

    /// Every clock as it stands on the moment's day.
    public func clocks(
        at moment: Moment, explaining: Bool = true, comparing: Bool = true
    ) -> [ClockAnswer] {
        planningClocks(
            dates, rules: moment.rules, calendar: moment.calendar, on: moment.today,
            explaining: explaining, comparing: comparing)
    }

    /// Keeps what lists show of the clocks: what falls due next, and the window for submissions.
    public static func settle(_ application: inout Stored<Application>, at moment: Moment) {
        application.dueOn = nil
        application.dueFor = nil
        guard application.state != .draft else { return }
        let clocks = application.fields.clocks(at: moment, explaining: false)
        let say = haveYourSay(from: clocks, rules: moment.rules, on: moment.today)
        application.sayFrom = say.since
        application.sayUntil = say.until ?? (say.state == .open ? .last : nil)
        guard let due = dueNext(clocks, in: application.state) else { return }
        application.dueOn = due.lastGoodDay ?? due.dueOn
        application.dueFor = due.name
    }

    /// The deadline an officer must mind now.
    private static func dueNext(_ clocks: [ClockAnswer], in state: State) -> ClockAnswer? {
        let order: [String] =
            switch state {
            case .lodged, .valid: [ClockName.decision]
            case .furtherInformation: [ClockName.informationReply]
            case .granted, .refused, .decided: [ClockName.notification]
            default: []
            }
        return clocks.first { order.contains($0.name) && $0.state == .running }
            ?? clocks.first { order.contains($0.name) && $0.state == .missed && $0.metOn == nil }
    }
}
