// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// The pages of guides beside those that are derived.
enum GuidePages {
    static let routes =
        GuidesPage.routes + GuidePage.routes + ComparePage.routes + RoundPage.routes
        + CommentPage.routes + WritingPages.routes + SheetPage.routes
}
