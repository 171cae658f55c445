// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension State {
    /// An edition that a later one took the place of.
    static let replaced: State = "replaced"
    /// Put before others for their comments: nothing in it changes meanwhile.
    static let inRound: State = "in_round"
    static let removed: State = "removed"
}

/// Who reads a text as it stands.
public enum Reach: String, Choice {
    case `private`, members, invited, everyone
}

extension [Grant] {
    /// Those whom a record's `seen_by` names, beside staff.
    static let reached: [Grant] = [
        .on(field: "seen_by", ["everyone"], .anyone),
        .on(field: "seen_by", ["members"], .role(.member)),
        .on(field: "seen_by", ["invited"], .holder(field: "key")),
    ]
}
