// SPDX-License-Identifier: EUPL-1.2
import Kernel
import Testing
import Web

@Suite struct CoastlineTests {
    /// The worked example of the format's publisher: 38.5 -120.2, 40.7 -120.95, 43.252 -126.453.
    private static let line = "_p~iF~ps|U_ulLnnqC_mqNvxq`@"

    private func read(_ text: String) throws -> Coastline {
        try Coastline(Array(text.utf8))
    }

    @Test func aFileIsReadAndDrawn() throws {
        let text = "# a note\n# box -130,30,-110,50\n# precision 5\nland \(Self.line)\n"
        let coast = try read(text)
        #expect(coast.box == Bounds(west: -130, south: 30, east: -110, north: 50))
        let view = MapView(
            id: "m", title: "T", description: "D",
            frame: MapFrame(coast.box, width: 400, height: 400))
        let ui = UI(words: Words(), language: .english)
        let html = ui.map(view, coast: Coastlines(detailed: .none, wide: coast)).string
        #expect(html.contains("class=\"map-land\" d=\"M"))
        let bare = ui.map(view, coast: Coastlines(detailed: .none, wide: .none)).string
        #expect(!bare.contains("map-land") && bare.contains("map-sea"))
    }

    @Test(arguments: [
        "", "land", "land \(line)", "# box 1,2,3,4\nland \(line)", "# precision 5\nland \(line)",
        "# box 1,2,3,4\n# precision 5\nroad \(line)", "# box 1,2,3,4\n# precision 5\nland _p~iF",
        "# box 1,2,3,4\n# precision 5\nland _p~iF~ps|U_",
        "# box 1,2,3,4\n# precision 5\nland \u{1}\u{2}\u{3}",
        "# box 1,2,3,4\n# precision 5\nland ~~~~~~~~~~~~~~~~~~~~~~~~~~~~",
    ])
    func brokenFilesAreRefused(text: String) {
        #expect(throws: Coastline.Malformed.self) { try read(text) }
    }
}
