// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A report of a case that could not be taken into it: it contradicts what is held, or tells of an
/// earlier stage. Kept beside the case, whole, for officers to judge.
public struct Beside: Record {
    public var application = RecordID.none
    public var standing = Standing.contradiction
    public var receivedOn: Day?
    /// What it says against what is held, fact by fact; the states of both.
    public var details: JSON?
    public var file: [FileReference] = []
    /// Of what it says, so that the same report is kept once.
    public var digest = ""

    public init() {}

    /// Why it was not taken in.
    public enum Standing: String, Choice {
        public typealias Base = Standing
        case contradiction, earlierStage = "earlier_stage"
    }

    public static let fields: Fields<Beside> = [
        .link("application", \.application, to: "planning.application"),
        .choice("standing", \.standing),
        .day("received_on", \.receivedOn),
        .json("details", \.details, privacy: .personal),
        Field.files("file", \.file, max: 1, privacy: .staff).derived(),
        Field.text("digest", \.digest, max: 64, privacy: .staff).derived().unseen(),
    ]

    public static let kind = RecordKind(
        Beside.self, system: "planning", name: "beside", plural: "besides", states: [.kept],
        readers: [
            .role(.officer), .role(.manager), .role(.administrator), .role(.auditor),
        ],
        list: ListShape(
            columns: ["application", "standing", "received_on"],
            filters: ["application", "standing"], order: "received_on"),
        indexes: [["application", "digest"]])
}

extension State {
    /// Kept beside a case.
    static let kept: State = "kept"
}
