// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The days of a case, except those of its decision and its appeal. Moments have become days
/// in the authority's zone; the moments that matter beside their day are kept as well.
public struct ODPDates: Sendable, Hashable {
    /// When the applicant sent it, or the date on a posted one.
    public var submittedAt: Instant?
    public var submittedOn: Day?
    /// Every moment of submission the file names: a published case has up to three.
    public var submittedAtAll: [Instant] = []
    /// When the back office got it.
    public var receivedOn: Day?
    /// When it was found valid.
    public var validatedOn: Day?
    /// When it was found invalid.
    public var returnedOn: Day?
    public var consultationStartsOn: Day?
    public var consultationEndsOn: Day?
    public var withdrawnOn: Day?
    /// When the back office first showed it to the public.
    public var publishedAt: Instant?
    /// When the file was written out; says nothing about the case.
    public var generatedAt: Instant?
    /// Works, or a breach: when they begin, began or are to begin.
    public var worksStartOn: Day?
    /// When they end or ended.
    public var worksEndOn: Day?

    /// No dates.
    public init() {}
}
