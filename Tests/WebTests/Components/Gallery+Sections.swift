// SPDX-License-Identifier: EUPL-1.2
import Kernel
import Web

extension Gallery {
    var forms: HTML {
        """
        <h2>Forms</h2>
        \(ui.form("/post", hidden: [("token", "x")], isMultipart: true, isGuarded: true, """
            \(ui.textInput(UI.Ask("name", label: "Full name", hint: "As on official letters"),
                value: "Seán \"Jack\" O'Shea", autocomplete: "name"))
            \(ui.textInput(UI.Ask("area", label: "Floor area", isOptional: true),
                kind: .decimal, width: .short, after: "m²"))
            \(ui.moneyInput(UI.Ask("fee", label: "Fee",
                error: "Enter the fee in euro, such as 34 or 65.50"), value: "a lot"))
            \(ui.textArea(UI.Ask("description", label: "What is the development?",
                error: "Say what the development is"), limit: 500))
            \(ui.radios(UI.Ask("kind", label: "What do you want?",
                error: "Choose what kind of permission you want"), kinds))
            \(ui.yesNo(UI.Ask("protected", label: "Is it a protected structure?"), chosen: false))
            \(ui.checkboxes(UI.Ask("services", label: "Which services does it need?",
                hint: "Choose all"),
                [UI.Option("water", "Public water"), UI.Option("sewer", "Public sewer")],
                chosen: ["sewer"]))
            \(ui.checkbox(UI.Ask("declared", label: "What I have said is true")))
            \(ui.select(UI.Ask("council", label: "Council"),
                [UI.Option("kerry", "Kerry"), UI.Option("cork", "Cork")], chosen: "cork",
                empty: "Choose one"))
            \(ui.dateInput(UI.Ask("started", label: "When did work start?",
                hint: "For example, 27 3 2026", error: "The day must be a real day"),
                value: DateParts(iso: "2026-02-30")))
            \(ui.fileUpload(UI.Ask("plans", label: "Plans", hint: "PDF, at most 20 MB each"),
                isMultiple: true, accepts: "application/pdf", kept: ["site-layout.pdf"]))
            \(ui.fieldset("The site", hint: "Where it is",
                ui.textInput(UI.Ask("townland", label: "Townland"), width: .half)))
            \(ui.buttons(ui.button("Save and go on"), ui.button("Save for later", .secondary),
                ui.button("Withdraw", .warning), ui.button("Discard", .quiet)))
            """))
        \(ui.filterPanel("/register", inUse: [UI.Link("Kerry", "/register")],
            clear: "/register", """
            \(ui.textInput(UI.Ask("words", label: "Words"), kind: .search))
            \(ui.dayInput(UI.Ask("since", label: "Received since"), value: "2026-01-01"))
            """))
        \(ui.searchBox("/search", label: "Search the register", value: "extension"))
        """
    }

    private var kinds: [UI.Option] {
        [
            UI.Option("permission", "Permission", hint: "Everything at once"),
            UI.Option(
                "outline", "Outline permission",
                reveal: ui.textInput(UI.Ask("why", label: "Why outline?"), width: .long)),
            UI.Option("retention", "Retention"),
        ]
    }

    var reading: HTML {
        """
        <h2>Reading</h2>
        \(ui.subNavigation([UI.Link("Summary", "/a", isCurrent: true), UI.Link("Documents", "/b"),
            UI.Link("History", "/c")], label: "This case"))
        \(ui.columns(
            """
            \(ui.summaryList([
                ui.row("Site", "14 Sráid na Trá, An Daingean", change: "/change"),
                UI.Row("Agent", "", actions: [UI.Link("Add", "/add")]),
                UI.Row("Received", ui.day(Day("2026-01-06") ?? .first)),
            ]))
            \(ui.summaryCard("Objection 3", actions: [UI.Link("Reply", "/reply")],
                rows: [UI.Row("From", "M. Healy"),
                    UI.Row("Says", ui.prose("Too high.\n\nToo near."))]))
            \(ui.factList([
                UI.Fact("Chief executive", "Name",
                    source: UI.Link("kerrycoco.ie", "https://example.ie"),
                    when: "since 1 March 2024"),
                UI.Fact("Elected members", "33", isCertain: false)]))
            <h3>History</h3>
            \(ui.timeline([
                UI.Event("Decision: granted", when: ui.day(Day("2026-02-27") ?? .first),
                    by: "Máire Kelly", isMajor: true, "<p>With twelve conditions.</p>"),
                UI.Event("Further information asked for",
                    when: ui.moment(Instant("2026-02-01T09:05:00Z") ?? .first, in: .utc))]))
            """,
            aside: """
                \(ui.clock(clock, isOpen: true))
                \(ui.meter("Councils taking part", 24, of: 31, text: "24 of 31"))
                \(ui.linkList([UI.Link("Weekly list", "/weekly"),
                    UI.Link("Calendar", "/case.ics")]))
                """))
        """
    }

    private var clock: UI.ClockFace {
        let law = UI.Link("PDA 2000, s. 34(8)", "https://www.irishstatutebook.ie/")
        return UI.ClockFace(
            "Decision", state: "12 days left", tone: .attention, dueOn: Day("2026-03-02"),
            lastGoodOn: Day("2026-03-01"),
            consequence: "If no decision is made, permission is granted.",
            steps: [
                UI.ClockStep(Day("2026-01-06"), "A valid application was received", source: law),
                UI.ClockStep(
                    Day("2026-01-09"), "Nine days around Christmas do not count",
                    source: law, isCertain: false),
                UI.ClockStep(Day("2026-03-02"), "Eight weeks, beginning with the day of receipt"),
            ])
    }

    var messages: HTML {
        """
        <h2>Messages</h2>
        <p>\(ui.tag("Received")) \(ui.tag("Valid", .active)) \(ui.tag("Granted", .good)) \
        \(ui.tag("Due soon", .attention)) \(ui.tag("Overdue", .bad))</p>
        \(ui.inset("<p>The public notice must stand for five weeks.</p>"))
        \(ui.warning("A decision once sent cannot be taken back."))
        \(ui.details("What is a site notice?", "<p>A notice on a pole at the site.</p>"))
        \(ui.taskList([
            UI.Task("The site", "/site", .completed), UI.Task("The fee", "/fee", .problem),
            UI.Task("Plans", "/plans", .inProgress, hint: "Three of seven sent"),
            UI.Task("People", "/people", .notStarted), UI.Task("Send", nil, .cannotStart)]))
        \(ui.emptyState("No cases are due this week",
            "<p>Look at <a href=\"/all\">all cases</a>.</p>"))
        """
    }

    var lists: HTML {
        """
        <h2>Lists</h2>
        \(ui.table("Cases due", [
            UI.Column("Reference", sort: "/?sort=reference", isRising: true), UI.Column("Where"),
            UI.Column("Status"), UI.Column("Fee", isNumeric: true)], [
            ["<a href=\"/1\">26/60012</a>", "14 Sráid na Trá, An Daingean",
                ui.tag("Valid", .active), "€65.00"],
            ["<a href=\"/2\">26/60013</a>", "Ballyferriter", ui.tag("Overdue", .bad), "€1,034.00"],
        ], total: ["Together", "", "", "€1,099.00"]))
        \(ui.pagination(previous: "/?before=a", next: "/?after=b", position: "51 to 100 of 36,000"))
        \(ui.feedLinks([UI.Link("CSV", "/x.csv"), UI.Link("JSON", "/x.json"),
            UI.Link("Atom", "/x.atom")]))
        \(ui.matrix("Who has taken up what", corner: "Authority", columns: [
            UI.Link("Directory", "/d"), UI.Link("Planning", "/p"),
            UI.Link("Housing", "/h")], rows: [
            (UI.Link("Kerry", "/t/kerry"), [.yes(since: Day("2025-09-01")), .yes(since: nil), .no]),
            (UI.Link("Dún Laoghaire–Rathdown", "/t/dlr"),
                [.yes(since: Day("2025-11-15")), .planned(Day("2026-07-01")), .no])]))
        """
    }
}
