// SPDX-License-Identifier: EUPL-1.2

import Web

/// All that events have pages for.
enum EventPages {
    static let routes = EventsPage.routes + EventPage.routes + MinePage.routes + JoinPage.routes
        + ParticipantsPage.routes + CertificatePage.routes
}
