// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What is known of a question before it is sent: all that decides where it goes. What the asker did
/// not say is read from the text, as far as that tells it, and marked as such.
struct Inquiry: Sendable {
    var audience: Audience
    var topic: Topic?
    /// The tenant it is about.
    var place: Tenant?
    var language: Tongue?

    /// The words that spoke for the topic; none where the asker chose it.
    var topicWords: [String] = []
    var isPlaceRead = false
    var isLanguageRead = false

    /// Whether the topic is only what the text seems to be about.
    var isTopicRead: Bool { !topicWords.isEmpty }

    /// Reads from the text what was not said.
    mutating func read(_ text: String, tenants: [Tenant], words: Words) throws {
        if topic == nil, let found = try TopicGuess(words).topic(of: text) {
            (topic, topicWords) = (found.topic, found.words)
        }
        if place == nil, let named = PlaceGuess(tenants: tenants).tenant(in: text) {
            (place, isPlaceRead) = (named, true)
        }
        if language == nil, let read = try LanguageGuess.shared().language(of: text) {
            (language, isLanguageRead) = (read, true)
        }
    }
}
