// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

// The rules of `Rules/*.json` that the clocks and fees of planning ask for. A pack may leave out
// those that its law does not know; its clocks do not ask for them.

extension RuleKey<String> {
    /// Which law's clocks apply: one of `ClockScheme`.
    static let clockScheme = RuleKey("clock_scheme")
    /// How an authority numbers its files; see `FileNumber`.
    public static let fileNumberPattern = RuleKey("file_number_pattern")
}

extension RuleKey<Periods> {
    static let decisionPeriod = RuleKey("decision_period")
    /// How long each kind is publicised; a kind without one is not.
    static let consultationPeriod = RuleKey("consultation_period")
    static let appealPeriod = RuleKey("appeal_period")
    static let permissionDuration = RuleKey("permission_duration")
}

extension RuleKey<Period> {
    static let newspaperNoticePeriod = RuleKey("newspaper_notice_period")
    static let siteNoticePeriod = RuleKey("site_notice_period")
    static let siteNoticeKeptPeriod = RuleKey("site_notice_kept_period")
    static let submissionsPeriod = RuleKey("submissions_period")
    static let furtherSubmissionsPeriod = RuleKey("further_submissions_period")
    static let furtherSubmissionsPeriodWithAssessment =
        RuleKey("further_submissions_period_with_assessment")
    static let informationReplyPeriod = RuleKey("information_reply_period")
    static let informationReplyExtensionMax = RuleKey("information_reply_extension_max")
    static let decisionPeriodAfterInformation = RuleKey("decision_period_after_information")
    static let decisionPeriodAfterInformationWithAssessment =
        RuleKey("decision_period_after_information_with_assessment")
    static let decisionPeriodWithAssessment = RuleKey("decision_period_with_assessment")
    static let defaultPaymentPeriod = RuleKey("default_payment_period")
    static let defaultGrantPeriod = RuleKey("default_grant_period")
    static let defaultRepeatPaymentPeriod = RuleKey("default_repeat_payment_period")
    static let notificationPeriod = RuleKey("notification_period")
    static let documentsPeriod = RuleKey("documents_period")
}

extension RuleKey<Int> {
    static let defaultPaymentsMax = RuleKey("default_payments_max")
    static let defaultPaymentFactor = RuleKey("default_payment_factor")
    static let feeRetentionFactor = RuleKey("fee_retention_factor")
    /// The first number of a year's file series.
    public static let fileNumberFirst = RuleKey("file_number_first")
}

extension RuleKey<Bool> {
    static let noticesRoll = RuleKey("notices_roll")
    static let submissionsRoll = RuleKey("submissions_roll")
    static let informationReplyRoll = RuleKey("information_reply_roll")
    static let decisionGoodOnNextOpenDay = RuleKey("decision_good_on_next_open_day")
    static let appealRoll = RuleKey("appeal_roll")
    static let rollPassesDaysApart = RuleKey("roll_passes_days_apart")
    static let replyDayCounts = RuleKey("reply_day_counts")
    static let requestDayCounts = RuleKey("request_day_counts")
    static let clarificationRestartsReply = RuleKey("clarification_restarts_reply")
    static let earlyReplyShortens = RuleKey("early_reply_shortens")
    static let requestAfterExtension = RuleKey("request_after_extension")
    static let decisionDayCounts = RuleKey("decision_day_counts")
    static let validDayCounts = RuleKey("valid_day_counts")
    static let consultationDayCounts = RuleKey("consultation_day_counts")
    static let consultationLeavesOutHolidays = RuleKey("consultation_leaves_out_holidays")
}

extension RuleKey<DaysApart> {
    static let daysNotCounted = RuleKey("days_not_counted")
}

extension RuleKey<[String]> {
    static let closures = RuleKey("closures")
}

extension RuleKey<Money> {
    /// The fee for a submission or observation on an application.
    public static let submissionFee = RuleKey("submission_fee")
    static let defaultPaymentMax = RuleKey("default_payment_max")
    static let feeMin = RuleKey("fee_min")
    static let feeMax = RuleKey("fee_max")
    static let feeMaxOutline = RuleKey("fee_max_outline")
    static let feeMaxReduced = RuleKey("fee_max_reduced")
    static let feeMaxRetention = RuleKey("fee_max_retention")
}

extension RuleKey<Decimal> {
    static let feeShareOutline = RuleKey("fee_share_outline")
    static let feeShareConsequent = RuleKey("fee_share_consequent")
    static let feeShareReduced = RuleKey("fee_share_reduced")
}

extension RuleKey<FeeTable> {
    static let fees = RuleKey("fees")
}
