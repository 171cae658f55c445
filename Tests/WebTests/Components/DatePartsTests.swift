// SPDX-License-Identifier: EUPL-1.2
import Testing
import Web

@Suite struct DatePartsTests {
    @Test(arguments: [
        (DateParts(day: "6", month: " 1", year: "2026 "), "2026-01-06"),
        (DateParts(day: "06", month: "01", year: "2026"), "2026-01-06"),
        (DateParts(day: "31", month: "2", year: "26"), "26-02-31"),
        (DateParts(day: "6", month: "", year: "2026"), "2026--06"),
        (DateParts(day: " ", month: "", year: ""), ""),
    ])
    func partsBecomeText(parts: DateParts, text: String) {
        #expect(parts.text == text)
        #expect(parts.isEmpty == text.isEmpty)
    }

    @Test func bothWaysOfSendingAreRead() {
        let parts = FormData([("on-day", "6"), ("on-month", "1"), ("on-year", "2026")])
        #expect(DateParts("on", in: parts).text == "2026-01-06")
        #expect(DateParts("on", in: FormData([("on", "2026-01-06")])).text == "2026-01-06")
        #expect(DateParts("on", in: FormData()).isEmpty)
    }

    @Test func isoIsTakenApart() {
        #expect(DateParts(iso: "2026-01-06") == DateParts(day: "6", month: "1", year: "2026"))
        #expect(DateParts(iso: "soon").day == "soon")
    }
}
