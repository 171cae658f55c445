// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A piece of ground that is let to a resident to grow things on.
struct Plot: Record {
    var name = ""
    var area = 0
    var about: String?
    var place: Geometry?

    static let fields: Fields<Plot> = [
        .text("name", \.name, max: 60),
        .integer("area", \.area, in: 1...2_000),
        .longText("about", \.about, max: 500),
        .geometry("place", \.place),
    ]

    static let kind = RecordKind(
        Plot.self, system: "allotments", name: "plot", plural: "plots",
        states: [.free, .offered, .let], readers: [.anyone],
        list: ListShape(columns: ["name", "area"], order: "name", descending: false))

    static let add = Action<Plot, Plot>("add_plot", by: [.role(.officer)], to: [.free]) {
        plot, input, _ in plot.fields = input.fields
    }

    /// The network's register shows a plot as long as it is free.
    static func publication(of plot: Stored<Plot>, at moment: Moment) -> Publication? {
        guard plot.state == .free else { return nil }
        return Publication(
            kind: PublishedKind.plot.name, reference: "", title: plot.name,
            summary: plot.about ?? "", status: plot.state.rawValue, place: plot.place,
            day: moment.today, columns: ["area": plot.area.stored],
            body: ["name": .string(plot.name), "area": .integer(Int64(plot.area))])
    }
}

extension State {
    static let free: State = "free"
    static let offered: State = "offered"
    static let `let`: State = "let"
}

extension PublishedKind {
    static let plot = PublishedKind("allotments.plot", path: "/allotments", columns: [.integer("area")])
}
