// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A question on a case, put to another authority of the network; kept by the one that asked.
public struct Consultation: Record {
    public var application = RecordID.none
    public var consultee = ""
    public var question = ""
    public var askedOn: Day?
    public var answer: String?
    public var answeredOn: Day?

    public init() {}

    public static let fields: Fields<Consultation> = [
        .link("application", \.application, to: "planning.application"),
        .text("consultee", \.consultee, max: 63),
        .longText("question", \.question),
        .day("asked_on", \.askedOn),
        .longText("answer", \.answer, max: 20_000),
        .day("answered_on", \.answeredOn),
    ]

    public static let kind = RecordKind(
        Consultation.self, system: "planning", name: "consultation", plural: "consultations",
        states: [.asked, .answered, .undelivered],
        readers: [.role(.officer), .role(.manager), .role(.administrator), .role(.auditor)],
        list: ListShape(
            columns: ["consultee", "question", "asked_on", "answered_on"],
            filters: ["application", "consultee"], order: "asked_on"),
        indexes: [["application"]],
        found: ["question"])
}

/// A question another authority has put to this one.
public struct ConsulteeRequest: Record {
    public var sender = ""
    /// The sender's own record of it, which the answer goes back to.
    public var consultation = RecordID.none
    public var fileNumber: String?
    public var proposal: String?
    public var address: String?
    public var question = ""
    public var receivedOn: Day?
    public var answer: String?
    public var answeredOn: Day?

    public init() {}

    public static let fields: Fields<ConsulteeRequest> = [
        .text("sender", \.sender, max: 63),
        .link("consultation", \.consultation, to: "planning.consultation"),
        .text("file_number", \.fileNumber, max: 60),
        .longText("proposal", \.proposal, max: 10_000),
        .text("address", \.address, max: 500),
        .longText("question", \.question),
        Field.day("received_on", \.receivedOn).derived(),
        Field.longText("answer", \.answer, max: 20_000).derived(),
        Field.day("answered_on", \.answeredOn).derived(),
    ]

    public static let kind = RecordKind(
        ConsulteeRequest.self, system: "planning", name: "request", plural: "requests",
        states: [.received, .answered],
        readers: [.role(.officer), .role(.manager), .role(.administrator), .role(.auditor)],
        list: ListShape(
            columns: ["sender", "file_number", "question", "received_on"], filters: ["sender"],
            order: "received_on"))
}

extension State {
    static let asked: State = "asked"
    static let received: State = "received"
    static let answered: State = "answered"
    /// The question came back: it could not be delivered.
    static let undelivered: State = "undelivered"
}
