// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Kernel
import Testing
import Web

/// What holds for every page, looked for in the text of the page that has every component.
@Suite struct ComponentTests {
    static let languages: [Language] = [.english, .irish]

    private func documents(_ language: Language) throws -> [String] {
        let gallery = try Gallery(language)
        let errors = UI.ErrorPage.allCases.map { gallery.ui.errorPage($0, incident: "7F3A-22") }
        return ([gallery.page, gallery.letterPage] + errors)
            .map { gallery.ui.document($0, in: gallery.frame).string }
    }

    private func values(_ pattern: String, in text: String) throws -> [String] {
        let regex = try Regex(pattern, as: (Substring, Substring).self)
        return text.matches(of: regex).map { String($0.output.1) }
    }

    @Test(arguments: languages) func idsAreUnique(language: Language) throws {
        for text in try documents(language) {
            let ids = try values(" id=\"([^\"]*)\"", in: text)
            let twice = Dictionary(grouping: ids, by: \.self).filter { $0.value.count > 1 }.keys
            #expect(twice.isEmpty)
        }
    }

    @Test(arguments: languages) func whatIsReferredToIsThere(language: Language) throws {
        for text in try documents(language) {
            let ids = Set(try values(" id=\"([^\"]*)\"", in: text))
            let pattern = " (?:for|aria-describedby|aria-labelledby)=\"([^\"]*)\""
            let references = try values(pattern, in: text).flatMap { $0.split(separator: " ") }
            let places = try values("href=\"#([^\"]+)\"", in: text)
            let missing = (references.map(String.init) + places).filter { !ids.contains($0) }
            #expect(missing.isEmpty)
        }
    }

    @Test(arguments: languages) func everyInputHasALabel(language: Language) throws {
        for text in try documents(language) {
            let labelled = Set(try values("<label[^>]* for=\"([^\"]*)\"", in: text))
            let inputs = try values(
                "<(?:input(?! type=\"hidden\")|textarea|select)[^>]* id=\"([^\"]*)\"", in: text)
            #expect(inputs.filter { !labelled.contains($0) }.isEmpty)
        }
    }

    @Test(arguments: languages) func thePageIsSound(language: Language) throws {
        for text in try documents(language) {
            #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"\(language.code)\">"))
            #expect(text.components(separatedBy: "<h1").count == 2)
            #expect(text.components(separatedBy: "<main").count == 2)
            #expect(!text.contains("[web."), "a word is missing")
            #expect(!text.contains(" style="))
            #expect(!text.contains("<style"))
            #expect(!text.contains(/\son[a-z]+=/))
            #expect(!text.contains(/&lt;[a-z]/), "markup was taken for text")
        }
    }

    @Test(arguments: languages) func tagsAreBalanced(language: Language) throws {
        let empty: Set = ["meta", "link", "input", "br", "hr", "img", "path", "circle", "rect"]
        for text in try documents(language) {
            var open: [String] = []
            for match in text.matches(of: /<(\/?)([a-z][a-z0-9]*)[^>]*>/) {
                let name = String(match.2)
                if empty.contains(name) { continue }
                if match.1.isEmpty { open.append(name) } else { #expect(open.popLast() == name) }
            }
            #expect(open.isEmpty)
        }
    }

    @Test func whatWasTypedIsEscaped() throws {
        let ui = try Gallery().ui
        let evil = "\"><script>alert('x')</script>"
        let mistake = UI.Mistake(evil, evil)
        let ask = UI.Ask(evil, label: evil, hint: evil, error: evil)
        let pieces: [HTML] = [
            ui.textInput(ask, value: evil, autocomplete: evil, before: evil, after: evil),
            ui.textArea(ask, value: "</textarea>\(evil)", limit: 3), ui.errorSummary([mistake]),
            ui.radios(ask, [UI.Option(evil, evil, hint: evil)], chosen: evil),
            ui.select(ask, [UI.Option(evil, evil)], chosen: evil, empty: evil),
            ui.dateInput(ask, value: DateParts(day: evil, month: evil, year: evil)),
            ui.fileUpload(ask, kept: [evil]), ui.tag(evil), ui.warning(evil), ui.prose(evil),
            ui.button(evil, name: evil, value: evil), ui.hidden(evil, evil),
            ui.table(evil, [UI.Column(evil)], [["\(evil)"]]), ui.emptyState(evil),
            ui.panel(evil, referenceLabel: evil, reference: evil),
            ui.meter(evil, 1, of: 2, text: evil), ui.row(evil, "\(evil)", change: "/").value,
        ]
        for piece in pieces {
            #expect(!piece.string.contains("<script"))
            #expect(!piece.string.contains("'x'"))
        }
    }

    @Test func aMistakeLeadsToItsField() throws {
        let ui = try Gallery().ui
        let problems = Problems("height", "too_high", Phrase("web.none"))
        let ask = UI.Ask("height", label: "Height", error: ui.error("height", in: problems))
        #expect(ui.errorSummary(problems).string.contains("<a href=\"#field-height\">Not provided"))
        #expect(ui.textInput(ask).string.contains("aria-describedby=\"field-height-error\""))
        #expect(ui.errorSummary(Problems()).isEmpty)
    }

    @Test func theTitleTellsOfMistakes() throws {
        let gallery = try Gallery()
        let text = gallery.ui.document(gallery.page, in: gallery.frame).string
        #expect(text.contains("<title>Error: Gallery – Kerry County Council – Talka</title>"))
    }

    @Test func cellsNameTheirColumnForRowsThatAreStacked() throws {
        let table = try Gallery().ui.table(
            "Cases", [UI.Column("Number"), UI.Column("Fee", isNumeric: true)], [["26/1", "€65"]])
        #expect(table.string.contains("<th scope=\"row\">26/1</th>"))
        #expect(table.string.contains("<td data-label=\"Fee\" class=\"number\">€65</td>"))
    }

    @Test func aClockSaysADayOnceWhereItsTwoDaysAreOne() throws {
        let ui = try Gallery().ui
        func shown(_ due: String, _ last: String) -> Int {
            let face = UI.ClockFace(
                "Decision", state: "Running", tone: .active, dueOn: Day(due), lastGoodOn: Day(last))
            return ui.clock(face).string.components(separatedBy: "<time").count - 1
        }
        #expect(shown("2026-03-02", "2026-03-02") == 1)
        #expect(shown("2026-03-01", "2026-03-02") == 2)
    }

    @Test func theMenuHoldsEveryWayAndNothingTwice() throws {
        let gallery = try Gallery()
        let text = gallery.ui.document(gallery.page, in: gallery.frame).string
        let menu = try #require(text.firstMatch(of: /<details class="menu">[\s\S]*?<\/details>/))
        for part in ["head-search", "main-navigation", "account", "languages"] {
            let name = "class=\"\(part)\""
            #expect(menu.0.components(separatedBy: name).count == 2, "\(part)")
            #expect(text.components(separatedBy: name).count == 2, "\(part)")
        }
    }

    @Test func uncheckedTranslationsAreMarked() throws {
        for language in Self.languages {
            let gallery = try Gallery(language)
            let text = gallery.ui.document(gallery.page, in: gallery.frame).string
            #expect(text.contains("class=\"unchecked\"") == (language == .irish))
        }
    }

    @Test func everyLanguageHasEveryWord() throws {
        let words = try Gallery().ui.words
        #expect(words.keys(in: .irish) == words.keys(in: .english))
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (-36_000, "−36,000")])
    func numbersAreGrouped(number: Int, expected: String) throws {
        #expect(try Gallery().ui.number(number) == expected)
    }

    /// The core's words in every language there is.
    private func coreWords() throws -> Words {
        var words = Words(unchecked: [])
        for (language, texts) in try SystemResources.coreWords() { try words.add(texts, in: language) }
        return words
    }

    @Test(arguments: [
        ("en", "36,000", "−1,234.5"), ("ga", "36,000", "−1,234.5"), ("da", "36.000", "−1.234,5"),
        ("nl", "36.000", "−1.234,5"), ("lt", "36\u{202f}000", "−1\u{202f}234,5"),
    ])
    func numbersAreWrittenAsEachLanguageDoes(code: String, whole: String, decimal: String) throws {
        let ui = UI(words: try coreWords(), language: Language(rawValue: code))
        #expect(ui.number(36_000) == whole && ui.number(decimal: "-1234.5") == decimal)
        #expect(ui.number(decimal: "-0.5") == "−0\(ui.language.decimalMark)5")
    }

    @Test(arguments: [
        ("en", "18 November 2026", "November 2026"), ("ga", "18 Samhain 2026", "Samhain 2026"),
        ("da", "18. november 2026", "November 2026"), ("nl", "18 november 2026", "November 2026"),
        ("lt", "2026 m. lapkričio 18 d.", "2026 m. lapkritis"),
    ])
    func daysAreWrittenAsEachLanguageDoes(code: String, day: String, month: String) throws {
        let (words, language) = (try coreWords(), Language(rawValue: code))
        let on = try #require(Day(iso: "2026-11-18"))
        #expect(words.day(on, in: language) == day && words.month(of: on, in: language) == month)
        #expect(TypedDay.iso(day, months: TypedDay.months(words)) == "2026-11-18")
    }

    /// `TALKA_GALLERY=/some/folder swift test` writes the pages out, to be looked at.
    @Test func thePagesCanBeLookedAt() throws {
        let folder = ProcessInfo.processInfo.environment["TALKA_GALLERY"]
        guard let folder else { return }
        for language in Self.languages {
            let names = ["gallery", "letter"] + UI.ErrorPage.allCases.map { "\($0.rawValue)" }
            for (name, text) in zip(names, try documents(language)) {
                try text.write(
                    toFile: "\(folder)/\(name).\(language.code).html", atomically: true,
                    encoding: .utf8)
            }
        }
    }
}
