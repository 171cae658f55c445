// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Testing

@Suite("Can I have my say")
struct HaveYourSayTests {
    private func say(_ dates: CaseDates, on today: String) throws -> HaveYourSay {
        let pack = try Pack.ireland.get()
        return haveYourSay(
            dates, rules: pack.rules, calendar: pack.calendar, on: try day(today))
    }

    @Test("until the last good day, for €20")
    func open() throws {
        let dates = try CaseDates.received("2025-11-03")
        let say = try say(dates, on: "2025-12-08")
        #expect(say.state == .open)
        #expect(say.until == Day("2025-12-08"))
        #expect(say.daysLeft(on: try day("2025-12-08")) == 0)
        #expect(say.fee == Money(cents: 2000, currency: "EUR"))
        #expect(try self.say(dates, on: "2025-12-09").state == .closed)
        #expect(try self.say(dates, on: "2025-12-09").daysLeft(on: try day("2025-12-09")) == nil)
    }

    @Test("not before it is received, not once it is withdrawn")
    func closed() throws {
        #expect(try say(CaseDates(kind: "permission"), on: "2025-12-01").state == .notYet)
        let withdrawn = try CaseDates.received("2025-11-03").with {
            $0.withdrawnOn = try day("2025-11-10")
        }
        #expect(try say(withdrawn, on: "2025-11-11").state == .closed)
        let decided = try CaseDates.received("2025-11-03").with {
            $0.decidedOn = try day("2025-11-20")
            $0.outcome = .granted
        }
        #expect(try say(decided, on: "2025-11-20").state == .closed)
        // Decided after the window was over, it still says until when that was.
        let later = try CaseDates.received("2025-11-03").with {
            $0.decidedOn = try day("2025-12-15")
        }
        #expect(try say(later, on: "2025-12-16").until == Day("2025-12-08"))
    }

    @Test("again after significant data is advertised")
    func again() throws {
        var dates = try CaseDates.received("2026-03-03")
        dates.furtherInformation = [
            InformationRound(
                requestedOn: try day("2026-04-01"), fullyCompliedOn: try day("2026-06-02"),
                isSignificant: true)
        ]
        #expect(try say(dates, on: "2026-06-10").state == .closed)
        dates.furtherInformation[0].readvertisedOn = try day("2026-06-22")
        let again = try say(dates, on: "2026-06-24")
        #expect(again.state == .open)
        #expect(again.since == Day("2026-06-22"))
        #expect(again.until == Day("2026-07-06"))
        #expect(again.clock.name == ClockName.furtherSubmissions)
    }

    @Test("unknown where the rules say nothing")
    func unknown() throws {
        #expect(try say(CaseDates.received("1999-03-03"), on: "1999-03-04").state == .unknown)
    }
}
