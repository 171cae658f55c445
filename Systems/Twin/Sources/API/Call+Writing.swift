// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is said beside a body, of how it is to be read and taken in (GS CIM 009, 6.5.3.4, 6.6.3.1, 6.15.3.1).
extension Call {
    private static let writing: Set<String> = [
        "noOverwrite", "overwrite", "update", "replace", "normalized", "concise", "simplified", "keyValues",
        "sysAttrs",
    ]

    /// - Throws: for an option no change knows, or two that stand against each other (6.3.20).
    func checkWritingOptions() throws(TwinProblem) {
        let options = options
        if let option = options.subtracting(Self.writing).sorted().first {
            throw .invalid("This operation knows no option “\(option)”.", at: "?options", clause: "6.3.20")
        }
        guard !options.isSuperset(of: ["update", "replace"]) else {
            throw .invalid(
                "“update” and “replace” stand against each other.", at: "?options", clause: "6.15.3.1")
        }
    }

    /// Whether the body gives values alone.
    var isSimplified: Bool { !options.isDisjoint(with: ["keyValues", "simplified"]) }

    /// How a patch is merged where it does not say it itself.
    func merging() throws(TwinProblem) -> Merging {
        var merging = Merging(isSimplified: isSimplified, overwrites: !options.contains("noOverwrite"))
        if let text = parameters["observedAt"] {
            guard let moment = Stamp(text) else {
                throw .bad("“observedAt” is a moment in UTC.", at: "?observedAt", clause: "5.6.17")
            }
            merging.observedAt = moment
        }
        if let tag = parameters["lang"] {
            guard NameRules.isLanguageTag(tag) else {
                throw .bad("“lang” is a language tag.", at: "?lang", clause: "5.6.17")
            }
            merging.language = tag
        }
        return merging
    }
}

extension Entity {
    /// With a patch merged in, all of it.
    /// - Throws: `BadRequestData` for a part of it that cannot be merged.
    func merged(
        with fragment: Fragment, _ merging: Merging, clause: String, at now: Stamp
    ) throws(TwinProblem) -> Outcome {
        let outcome = self.merging(fragment, merging, at: now)
        if let refused = outcome.notUpdated.first {
            throw .bad("\(refused.name): \(refused.reason)", clause: clause)
        }
        return outcome
    }
}
