// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is done with translations: by people, by machines, and by what becomes of the originals.
enum TranslationActions {
    static let all = byPeople + byMachines

    /// The original of what is being translated.
    /// - Throws: `Problems` if there is none, or it is in that language already.
    static func original(of translation: Translation, _ desk: any Desk) throws -> Original {
        guard let original = try OnDesk(desk: desk).original(of: translation) else {
            throw Problems("original", "not_found", Phrase("knowledge.problem.no_original"))
        }
        guard original.language != translation.language else {
            throw Problems("language", "same", Phrase("knowledge.problem.same_language"))
        }
        return original
    }

    /// There is one translation of each original and section in a language.
    static func mustBeFirst(_ translation: Stored<Translation>, _ desk: any Desk) throws {
        guard let record = RecordID(translation.original) else { return }
        let others = try OnDesk(desk: desk).translations(of: record)
        let isThere = others.contains {
            $0.id != translation.id && $0.language == translation.language
                && $0.part == translation.part
        }
        // A problem, not a refusal: whoever was second keeps what they wrote.
        if isThere {
            throw Problems("language", "taken", Phrase("knowledge.obstacle.translated"))
        }
    }
}

extension Stored<Translation> {
    /// Takes texts in, of those the original has.
    /// - Throws: `Problems` if they do not say what it is called.
    mutating func take(_ new: TranslatedTexts, of original: Original) throws {
        let names = Set(original.texts.map(\.name))
        fields.texts = TranslatedTexts(
            values: new.values.filter { name, value in
                names.contains(name) && value.text?.contains { !$0.isWhitespace } == true
            })
        let first = original.texts.first?.name ?? "title"
        guard fields.texts[first] != nil else {
            throw Problems(first, "required", Phrase("knowledge.problem.no_name"))
        }
    }

    /// Looks whether the original says what it was made of, and who reads that; nil: a section that
    /// is not there any more.
    mutating func compare(with original: Original?, at moment: Moment) {
        guard isRead else {
            fields.seenBy = .staff
            return
        }
        fields.seenBy = original?.seenBy ?? .staff
        fields.source = original?.language?.rawValue ?? fields.source
        if let original, original.digest == fields.digest {
            state = .current
            (fields.staleSince, fields.staleOn) = (nil, nil)
        } else if state == .current {
            state = .outdated
            fields.staleOn = moment.today
            fields.staleSince = original?.edition ?? fields.staleSince
        }
    }
}
