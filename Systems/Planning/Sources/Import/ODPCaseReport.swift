// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What became of one case that was sent.
public struct ODPCaseReport: Sendable {
    public enum Standing: String, Sendable, CaseIterable {
        case new, same, broughtForward = "brought_forward", keptBeside = "kept_beside", refused

        /// Whether the case is held here as it was sent.
        public var isTaken: Bool { self != .refused && self != .keptBeside }
    }

    /// Something to be said about it, at a place in its file.
    public struct Said: Sendable, Hashable {
        /// For programs.
        public let code: String
        /// A JSON Pointer (RFC 6901) into the file.
        public let pointer: String
        public let phrase: Phrase
    }

    public var standing: Standing
    /// Where in its file it stands: a JSON Pointer; empty for the whole file.
    public let pointer: String
    /// nil where it has none that could be read.
    public let key: ODPKey?
    /// The file number here.
    public var reference: String?
    public var id: RecordID?
    public var state: State?
    /// Whether a clock is known for its kind.
    public var hasClock: Bool?
    /// Why it was refused.
    public var problems: [Said] = []
    /// What is odd about it, though it was taken.
    public var notes: [Said] = []
    /// What a report that brought the case forward says anew.
    public var changes: [ODPChange] = []
    /// What a report that was kept beside says against what is held.
    public var contradictions: [ODPChange] = []
    public var states: ODPStates?
    public var beside: Beside.Standing?
    /// The highest places of which nothing was used.
    public let unused: [String]

    init(_ standing: Standing, sent: ODPCase) {
        self.standing = standing
        pointer = sent.pointer
        key = sent.key
        notes = sent.notes.map(Said.init)
        unused = sent.unused
    }

    init(_ refusal: ODPRefusal) {
        standing = .refused
        pointer = refusal.pointer
        key = nil
        problems = refusal.problems.map(Said.init)
        unused = []
    }
}

extension ODPCaseReport.Said {
    init(_ problem: ODPProblem) {
        self.init(code: problem.code.rawValue, pointer: problem.pointer, phrase: problem.phrase)
    }
}

extension ODPCaseReport {
    /// The places that are listed one by one; those beyond are counted.
    static let unusedMax = 1_000

    /// What is kept of a report beside a case.
    var details: JSON {
        [
            "contradictions": .array(contradictions.map(\.json)), "states": states?.json ?? .null,
            "notes": .array(notes.prefix(Self.unusedMax).map(\.json)),
        ]
    }

    /// The report as programs read it.
    /// - Parameter path: of the tenant's cases, `/t/SLUG/planning/applications`.
    func json(path: String, words: Words) -> JSON {
        func said(_ all: [Said]) -> JSON {
            .array(all.map { said in
                [
                    "code": .string(said.code), "pointer": .string(said.pointer),
                    "message": .string(words(said.phrase, in: .english)),
                ]
            })
        }
        return [
            "pointer": .string(pointer), "key": key?.json ?? .null,
            "standing": .string(standing.rawValue), "reference": .optional(reference),
            "id": .optional(id?.text), "path": .optional(id.map { "\(path)/\($0)" }),
            "state": .optional(state?.rawValue),
            "clock": hasClock.map { $0 ? "known" : "unknown" } ?? .null,
            "problems": said(problems), "changes": .array(changes.map(\.json)),
            "beside": .optional(beside?.rawValue),
            "contradictions": .array(contradictions.map(\.json)), "states": states?.json ?? .null,
            "notes": said(notes), "unused": .array(unused.prefix(Self.unusedMax).map(JSON.string)),
            "unusedCount": .integer(unused.count),
        ]
    }
}

extension ODPCaseReport.Said {
    /// As it is kept: without words, which may change.
    fileprivate var json: JSON {
        let values = phrase.values.sorted { $0.key < $1.key }
            .map { ($0.key, JSON.string($0.value)) }
        return [
            "code": .string(code), "pointer": .string(pointer),
            "values": .object(JSONObject(values)),
        ]
    }
}

extension ODPChange {
    var json: JSON {
        [
            "fact": .string(fact.rawValue), "pointer": .string(pointer), "ours": .optional(ours),
            "theirs": .string(theirs),
        ]
    }
}

extension ODPStates {
    var json: JSON { ["ours": .string(ours.rawValue), "theirs": .string(theirs.rawValue)] }
}

extension ODPKey {
    var json: JSON {
        ["type": .string(type), "organisation": .string(organisation), "id": .string(id)]
    }
}
