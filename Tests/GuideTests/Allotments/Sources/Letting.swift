// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A resident's way to a plot: from the waiting list to the day they give it up.
struct Letting: Record {
    var name = ""
    var applicant: RecordID?
    var appliedOn: Day?
    var plot: RecordID?
    var rent: Int?

    static let fields: Fields<Letting> = [
        .text("name", \.name, max: 100, privacy: .personal),
        .person("applicant", \.applicant).derived(),
        .day("applied_on", \.appliedOn).derived(),
        .link("plot", \.plot, to: "allotments.plot").derived(),
        .money("rent", \.rent).derived(),
    ]

    static let kind = RecordKind(
        Letting.self, system: "allotments", name: "letting", plural: "lettings",
        states: [.waiting, .offered, .let, .givenUp],
        readers: [.role(.officer), .party(field: "applicant")],
        list: ListShape(
            columns: ["name", "applied_on", "plot"], order: "applied_on", descending: false))
}

extension State {
    static let waiting: State = "waiting"
    static let givenUp: State = "given_up"
}
