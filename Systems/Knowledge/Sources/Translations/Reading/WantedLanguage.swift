// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// In which language somebody wants to read what others wrote: the one they ask for by `in=`, else
/// that of the interface.
struct WantedLanguage: Sendable, Hashable {
    /// Nil: the original, whatever its language.
    let tongue: Tongue?
    /// Whether they asked for it by its name.
    let isAsked: Bool

    /// What stands in an address for an original whose language nobody said.
    static let original = "original"

    init(_ request: Request) {
        let asked = request.query["in"]
        isAsked = asked == Self.original || asked.flatMap(Tongue.init(rawValue:)) != nil
        tongue = isAsked ? asked.flatMap(Tongue.init(rawValue:)) : Tongue(request.language)
    }
}

extension UI {
    /// What a language is called in a sentence.
    func tongue(_ tongue: Tongue) -> String { self("knowledge.tongue.\(tongue.rawValue)") }

    /// The code of a language, where it is not the page's own: for `lang`.
    func foreign(_ tongue: Tongue?) -> String? {
        tongue.flatMap { $0.rawValue == language.code ? nil : $0.rawValue }
    }
}
