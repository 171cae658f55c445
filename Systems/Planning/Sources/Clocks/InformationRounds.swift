// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The rounds of further information of an Irish case, with the time each reply has.
/// Article 33 of the Planning and Development Regulations 2001.
struct InformationRounds {
    private let clocks: CaseClocks

    init(_ clocks: CaseClocks) { self.clocks = clocks }

    /// The time for the reply to the request at an index: six months, up to three more by
    /// agreement, from the first request or from this one, as the text is read.
    func reply(to index: Int) throws(RuleError) -> Reckoning {
        let rounds = clocks.dates.furtherInformation
        let rules = clocks.rules
        let own = rounds[index].requestedOn
        let anew = try rules[.clarificationRestartsReply, on: own]
        let first = anew.value ? index : 0
        let requested = rounds[first].requestedOn
        var reckoning = clocks.reckoning(from: requested)
        reckoning.start(
            on: requested, dayCounts: try rules[.requestDayCounts, on: requested],
            saying: "clock.start.information_requested")
        if index > 0 {
            reckoning.say(
                anew.value ? "clock.step.reply.anew" : "clock.step.reply.not_anew",
                ["requestedOn": own.description], day: own, basis: anew.basis)
        }
        reckoning.add(try rules[.informationReplyPeriod, on: requested])
        let agreed = rounds[first...index].map(\.extraMonths).max() ?? 0
        if agreed > 0 {
            let most = try rules[.informationReplyExtensionMax, on: requested]
            reckoning.say("clock.step.reply.extended", basis: most.basis)
            reckoning.add(most.map { Period(min(agreed, $0.count), $0.unit) })
        }
        try clocks.roll(&reckoning, by: .informationReplyRoll)
        return reckoning
    }

    /// The last request there is, with when it was complied with.
    var last: (index: Int, round: InformationRound)? {
        let rounds = clocks.dates.furtherInformation
        return rounds.last.map { (rounds.count - 1, $0) }
    }
}

extension CaseClocks {
    /// When the reply to the last request must be in, or the application is deemed withdrawn.
    func irishReply(_ information: InformationRounds) throws(RuleError) -> ClockAnswer {
        let name = ClockName.informationReply
        guard let (index, round) = information.last else {
            return notStarted(name, .deadline, .applicant, "clock.not_started.requested")
        }
        var reckoning = try information.reply(to: index)
        if round.fullyCompliedOn == nil, let decided = dates.decidedOn {
            reckoning.end(on: decided, saying: "clock.step.decided")
        }
        if round.fullyCompliedOn == nil, let last = reckoning.lastGoodDay, today > last,
            !reckoning.isEnded, stopped == nil
        {
            reckoning.say(
                "clock.step.deemed_withdrawn", ["lastGoodDay": last.description], day: last.next)
        }
        if round.fullyCompliedOn == nil { stop(&reckoning) }
        return reckoning.answer(
            name, .deadline, for: .applicant, metOn: round.fullyCompliedOn, on: today)
    }
}
