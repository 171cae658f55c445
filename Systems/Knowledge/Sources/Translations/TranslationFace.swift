// SPDX-License-Identifier: EUPL-1.2

import Web

/// The pages of translations.
enum TranslationFace {
    static let routes = TranslatePage.routes + TranslationsPage.routes + TranslationPage.routes
}
