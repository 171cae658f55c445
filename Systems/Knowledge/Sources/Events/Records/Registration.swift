// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Somebody's place at an event, or in the line for one. It lies with the body that holds the event,
/// whichever body the person belongs to.
public struct Registration: Record {
    public var event = RecordID.none
    /// Which time of a series; nil: the event, or all of the series.
    public var occurrence: Day?
    /// What it is for, as it was called.
    public var title = ""
    public var name = ""
    public var organisation: String?
    /// What the hosts should know, such as a step-free way.
    public var needs: String?
    public var person: RecordID?
    /// Since when it waits: who came first is first.
    public var waitingSince: Instant?
    /// The day before the one on which it is reminded of.
    public var remindAfter: Day?
    public var certificate: String?
    public var issuedOn: Day?

    public init() {}

    public static let fields: Fields<Registration> = [
        .link("event", \.event, to: "knowledge.event"),
        .day("occurrence", \.occurrence),
        Field.text("title", \.title, max: 200).derived(),
        .text("name", \.name, max: 120, privacy: .personal),
        .text("organisation", \.organisation, max: 200, privacy: .personal),
        .longText("needs", \.needs, max: 1_000, privacy: .personal),
        Field.person("person", \.person, privacy: .personal).derived(),
        Field.instant("waiting_since", \.waitingSince).derived(),
        Field.day("remind_after", \.remindAfter).derived(),
        Field.text("certificate", \.certificate, max: 20, privacy: .personal).derived(),
        Field.day("issued_on", \.issuedOn).derived(),
    ]

    public static let kind = RecordKind(
        Registration.self, system: "knowledge", name: "registration", plural: "registrations",
        states: [.registered, .waiting, .cancelled, .came, .absent],
        readers: .staff + [.party(field: "person")],
        list: ListShape(
            columns: ["title", "name", "occurrence", "organisation"], filters: ["event"], order: "id"),
        indexes: [["event"], ["person"], ["remind_after"], ["certificate"]])
}

extension State {
    static let registered: State = "registered"
    static let waiting: State = "waiting"
    static let came: State = "came"
    static let absent: State = "absent"

    /// Those that take up a place.
    static let seated: [State] = [.registered, .came, .absent]
}
