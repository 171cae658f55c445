// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Something as one reader reads it: in the language they want, where somebody put it into that, else
/// as it was written.
struct Reading: Sendable {
    let original: Original
    /// What is read; nil: the original.
    let translation: Stored<Translation>?
    /// All there are of it, for this reader.
    let all: [Stored<Translation>]

    /// - Parameters:
    ///   - all: the translations of its record that the reader may read.
    ///   - isPast: whether it says what it said once: of that there are the translations alone that
    ///     were made of just these words.
    init(
        _ original: Original, among all: [Stored<Translation>], for wanted: WantedLanguage,
        isPast: Bool = false
    ) {
        self.original = original
        let digest = original.digest
        self.all = all.filter {
            $0.part == original.part && $0.isRead && (!isPast || $0.digest == digest)
        }.sorted { $0.language.rawValue < $1.language.rawValue }
        translation = wanted.tongue == original.language
            ? nil : self.all.first { $0.language == wanted.tongue }
    }

    /// A text, and the code of its language where it is not the page's.
    struct Text: Sendable {
        let text: String
        let lang: String?
    }

    /// A text by its name; what was left untranslated is read as it was written. Empty if there is none.
    func text(_ name: String, _ ui: UI) -> Text {
        if let translation, let text = translation.texts[name] {
            return Text(text: text, lang: ui.foreign(translation.language))
        }
        return Text(text: original[name] ?? "", lang: ui.foreign(original.language))
    }

    /// The language it is read in, where that is known.
    var language: Tongue? { translation.map(\.language) ?? original.language }
}

extension DerivedContext {
    /// The translations of a record that the reader may read.
    func translations(of record: RecordID) throws -> [Stored<Translation>] {
        try store.read(as: .system("pages")) { try $0.translations(of: record) }.filter {
            $0.isRead && Translation.kind.permits(actor, toRead: $0.row.grounds)
        }
    }

    /// Something as the reader reads it.
    func reading(_ original: Original, isPast: Bool = false) throws -> Reading {
        Reading(
            original, among: try translations(of: original.record), for: WantedLanguage(request),
            isPast: isPast)
    }

    /// A record for programs, with its translations.
    func json(_ found: Found) throws -> Response {
        var json = kind.json(found.shown)
        json["translations"] = .array(try translations(of: found.whole.id).map(\.json))
        return Response.json(json).adding("etag", "\"\(found.shown.version)\"")
    }
}
