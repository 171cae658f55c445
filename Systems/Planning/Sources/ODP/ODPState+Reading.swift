// SPDX-License-Identifier: EUPL-1.2

/// Where a case stands. The format says that a stage does not settle a status, and its own
/// examples hold a withdrawn case with the status "undetermined": what happened counts first
/// (a withdrawal, a decision, an appeal), then the status, then the stage.
extension ODPState {
    /// - Parameter root: the case, for notes on what does not fit together.
    init(of sent: ODPCase, root: ODPCursor) {
        guard sent.form == .publishedCase else {
            self = .submitted
            return
        }
        let application = root["data"]["application"]
        let stage = sent.stage?.lowercased() ?? ""
        let status = sent.status?.lowercased() ?? ""
        let isDecided = sent.decision?.outcome != nil
        let isWithdrawn = status == "withdrawn" || sent.dates.withdrawnOn != nil
            || sent.withdrawnReason != nil
        if isDecided, isWithdrawn { application.note(.withdrawnAndDecided) }
        if isDecided, status == "undetermined" || status == "returned" {
            application["status"].note(.decisionWithoutStatus)
        } else if !isDecided, status == "determined" {
            application["status"].note(.decidedWithoutDecision)
        }
        if stage == "highcourtappeal" {
            self = .highCourt
        } else if let appeal = sent.appeal {
            self = ODPState(of: appeal)
        } else if stage == "appeal" {
            self = .appealLodged
        } else if isDecided {
            self = .determined
        } else if isWithdrawn {
            self = .withdrawn
        } else if status == "determined" {
            self = .determined
        } else {
            self = ODPState(undecided: sent, stage: stage, status: status, application)
        }
    }

    private init(of appeal: ODPAppeal) {
        if appeal.isWithdrawn {
            self = .appealWithdrawn
        } else if appeal.outcome != nil || appeal.decidedOn != nil {
            self = .appealDetermined
        } else if appeal.startedOn != nil {
            self = .appealStarted
        } else {
            self = appeal.validatedOn != nil ? .appealValid : .appealLodged
        }
    }

    private init(
        undecided sent: ODPCase, stage: String, status: String, _ application: ODPCursor
    ) {
        if status == "returned" || (sent.isValid == false && stage == "validation") {
            self = .returned
            return
        }
        if sent.isValid == false { application["stage"].note(.invalidAtLaterStage) }
        let toCommittee = sent.decision?.committeeSentOn != nil
            || sent.decision?.recommendation != nil
        switch stage {
        case "submission": self = .submitted
        case "validation": self = sent.isValid == true ? .valid : .submitted
        case "consultation": self = .consultation
        case "assessment": self = toCommittee ? .committee : .assessment
        default:
            let value = String(sent.stage?.prefix(60) ?? "")
            application["stage"].note(.unknownStage, ["value": value])
            self = toCommittee ? .committee
                : sent.dates.consultationStartsOn != nil ? .consultation
                : sent.isValid == true ? .valid : .submitted
        }
    }
}
