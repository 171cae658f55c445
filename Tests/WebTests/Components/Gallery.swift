// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Kernel
import Web

/// Every component once, with plausible content: what the tests of this folder look at.
struct Gallery {
    let ui: UI

    init(_ language: Language = .english) throws {
        var words = Words(unchecked: [.irish])
        for language in [Language.english, .irish] {
            let file = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../../Sources/Web/Words/\(language.code).json")
            let texts = try JSONDecoder().decode(
                [String: String].self, from: Data(contentsOf: file))
            try words.add(texts, in: language)
        }
        ui = UI(words: words, language: language)
    }

    /// A frame with everything in it.
    var frame: Frame {
        Frame(
            site: "Talka", place: Frame.Place("Kerry County Council", home: "/t/kerry"),
            navigation: [
                UI.Link("Register", "/register/planning", isCurrent: true),
                UI.Link("Directory", "/directory"), UI.Link("Coverage", "/coverage"),
                UI.Link("Apply for permission", "/t/kerry/planning/apply"),
            ],
            account: [UI.Link("Your work", "/t/kerry/work")], person: "Aoife Ní Bhriain",
            signOut: ("/sign-out", [("token", "x")]), search: "/register/planning",
            help: UI.Link("Help", "/help"),
            foot: [
                UI.Link("Accessibility", "/accessibility"), UI.Link("Open data and API", "/data"),
                UI.Link("Privacy", "/privacy"),
            ],
            translations: [
                Frame.Translation(.english, "English", "/?lang=en"),
                Frame.Translation(.irish, "Gaeilge", "/?lang=ga"),
            ],
            isDemonstration: true)
    }

    /// Everything on one page.
    var page: Page {
        var page = Page(
            "Gallery", width: .wide,
            """
            \(ui.errorSummary(mistakes))
            \(ui.hero("Planning, done together", lead: """
                One register for thirty-one councils. See what is proposed near you, have your say \
                in time, and follow a case to its decision.
                """,
                ui.buttons(
                    ui.linkButton("See the register", "/register/planning"),
                    ui.linkButton("Apply for permission", "/apply", .secondary))))
            \(ui.figures(figures))
            \(ui.cards([
                (UI.Link("Apply", "/apply"), "A house, an extension, a change of use."),
                (UI.Link("Have your say", "/say"), "Five weeks from the day a case is received."),
                (UI.Link("Who decides?", "/directory"), "Every council and body and its work."),
            ]))
            \(forms)
            \(reading)
            \(messages)
            \(lists)
            """)
        page.hasErrors = true
        page.breadcrumbs = [UI.Link("Kerry", "/t/kerry"), UI.Link("Planning", "/t/kerry/planning")]
        page.notice = UI.Notice("<p>The case was <a href=\"/x\">validated</a>.</p>", .attention)
        page.feeds = [Page.Feed("Register", type: "application/atom+xml", "/register.atom")]
        page.description = "Every component once."
        page.canonical = Href("https://talka.example/gallery")
        return page
    }

    var mistakes: [UI.Mistake] {
        [
            UI.Mistake("description", "Say what the development is"),
            UI.Mistake("fee", "Enter the fee in euro, such as 34 or 65.50"),
            UI.Mistake("started", "The day must be a real day"),
            UI.Mistake("kind", "Choose what kind of permission you want"),
            UI.Mistake(nil, "The form was changed in another window"),
        ]
    }

    var figures: [UI.Figure] {
        [
            UI.Figure("1,284", "cases open", note: "in 31 councils", "/register/planning"),
            UI.Figure("96%", "decided in time", note: "since 1 January 2026"),
            UI.Figure("12", "due this week"), UI.Figure("24 of 31", "councils take part"),
        ]
    }
}

/// The page of a formal notice.
extension Gallery {
    var letterPage: Page {
        Page(
            "Notice of decision",
            ui.letter(
                UI.Letter(
                    title: "Notification of decision to grant permission",
                    sender: [
                        "Kerry County Council", "Áras an Chontae, Ráth Teas, Tralee", "V92 H7VT",
                    ],
                    addressee: ["Seán Ó Murchú", "14 Sráid na Trá", "An Daingean", "Co. Kerry"],
                    date: ui.day(Day("2026-01-06") ?? .first),
                    references: [("Reference", "26/60012"), ("Order", "K-2026-0017")],
                    signature: ["Máire Kelly", "Senior planner"],
                    foot: """
                        <p>An appeal may be made within four weeks beginning on the day of the \
                        decision.</p>
                        """,
                    """
                    <p>A decision has been made to grant permission for a single-storey extension \
                    of 38 m² to the rear of an existing dwelling, subject to the conditions \
                    below.</p>
                    <h2>Conditions</h2>
                    <ol><li>The development shall be carried out in accordance with the plans \
                    lodged.</li><li>External finishes shall match the existing dwelling.</li>
                    <li>Surface water shall be disposed of within the site.</li></ol>
                    """)))
    }
}
