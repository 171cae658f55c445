// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What the applicant has in the land, and the certificate that says whom they told.
public struct ODPOwnership: Sendable, Hashable {
    /// `owner`, `owner.sole`, `owner.co`, `tenant`, `occupier`, `other`.
    public var interest: String?
    /// `a`, `b`, `c` or `d`.
    public var certificate: String?
    public var hasAgriculturalTenants: Bool?
    public var noticeGiven: Bool?
    /// `all`, `some`, `none`.
    public var ownersKnown: String?
    public var isNoticePublished: Bool?
    public var noticePublishedOn: Day?
    public var newspaper: String?
    public var isDeclaredAccurate: Bool?

    init?(_ applicant: ODPCursor) {
        let at = applicant["ownership"]
        // Until version 0.4 the interest stood with the applicant.
        interest = at["interest"].text() ?? applicant["interest"].text()
        guard at.hasMembers || interest != nil else { return nil }
        certificate = at["certificate"].text()
        hasAgriculturalTenants = at["agriculturalTenants"].flag()
        noticeGiven = at["noticeGiven"].flag()
        ownersKnown = at["ownersKnown"].text()
        let published = at["noticePublished"]
        isNoticePublished = published.flag() ?? published["status"].flag()
        noticePublishedOn = published["date"].day()
        newspaper = published["newspaperName"].text()
        isDeclaredAccurate = at["declaration"]["accurate"].flag()
    }
}
