// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Web

/// The words of the API's document. They stand beside this target and are no part of the pages'.
enum APIWords {
    /// The words of a product with those of the API.
    static func added(to words: Words) throws -> Words {
        var words = words
        for (language, texts) in try SystemResources.words(in: Bundle.module) {
            try words.add(texts, in: language)
        }
        return words
    }
}
