// SPDX-License-Identifier: EUPL-1.2

import Web

/// What officers come for: the cases that fall due, each case, and what they do with it.
enum OfficerPages {
    static let routes: [Route] =
        [CasePage.route, NoticePage.route, WhatIfPage.route, InvalidatePage.route]
        + InboxPage.routes + ValidatePage.routes + RequestInformationPage.routes
        + DecisionPages.routes + AskConsulteePage.routes + AssignPage.routes
}
