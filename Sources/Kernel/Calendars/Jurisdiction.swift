// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// A country, or a part of one with laws of its own: what software must know before any system
/// does. Read from a file of `Jurisdictions/`.
public struct Jurisdiction: Sendable {
    /// The code: ISO 3166-1 or -2 in lower case, such as `ie` or `gb-eng`.
    public let code: String
    /// The official languages, the most used first.
    public let languages: [Language]
    /// The ISO 4217 code of the currency.
    public let currency: String
    /// The time zone in which its days begin and end.
    public let zone: Zone
    /// The weekdays on which offices work.
    public let workingWeekdays: Set<Weekday>
    let holidays: [HolidayRule]
    /// Closures beyond the law, by name, such as weekdays kept in lieu by custom.
    let closures: [String: Closure]

    /// Days on which offices are shut though they are no public holidays.
    struct Closure: Sendable {
        let days: [HolidayRule]
        /// Whether the next working weekday after a holiday at a weekend is such a day.
        let inLieu: Bool
    }

    /// Where the files of all jurisdictions lie, `CODE.json` each. Reading them is the caller's.
    public static var folder: URL {
        Bundle.module.bundleURL.appending(path: "Jurisdictions", directoryHint: .isDirectory)
    }

    /// Reads a jurisdiction's file.
    /// - Throws: `RuleFileError` for the first mistake in it.
    public init(parsing text: String) throws(RuleFileError) {
        let file = try StrictObject(
            parsing: text,
            allowing: [
                "code", "languages", "currency", "zone", "workingWeekdays", "holidays", "closures",
            ])
        code = try file.text("code")
        languages = try file.texts("languages").map(Language.init(rawValue:))
        currency = try file.text("currency")
        guard Money.isCurrency(currency) else {
            throw file.error("currency", "must be a code of three capital letters")
        }
        guard let zone = Zone(try file.text("zone")) else {
            throw file.error("zone", "must be a time zone such as Europe/Dublin")
        }
        self.zone = zone
        workingWeekdays = try Self.weekdays(in: file)
        holidays = try Self.holidays("holidays", in: file)
        closures = file.has("closures") ? try Self.closures(in: file) : [:]
    }

    private static func weekdays(in file: StrictObject) throws(RuleFileError) -> Set<Weekday> {
        var weekdays: Set<Weekday> = []
        for name in try file.texts("workingWeekdays") {
            guard let weekday = Weekday(name: name) else {
                throw file.error("workingWeekdays", "“\(name)” is no weekday")
            }
            weekdays.insert(weekday)
        }
        guard !weekdays.isEmpty else { throw file.error("workingWeekdays", "must not be empty") }
        return weekdays
    }

    private static func holidays(
        _ key: String, in object: StrictObject
    ) throws(RuleFileError) -> [HolidayRule] {
        var holidays: [HolidayRule] = []
        for (path, json) in try object.list(key) {
            let holiday = try HolidayRule(json, at: path)
            // One name may stand twice: a holiday whose rule changed has two, one after the other.
            let others = holidays.filter { $0.key == holiday.key }
            guard others.allSatisfy({ $0.until < holiday.from }) else {
                throw RuleFileError(
                    path: path, message: "“\(holiday.key)” is there for a day twice")
            }
            holidays.append(holiday)
        }
        return holidays
    }

    private static func closures(
        in file: StrictObject
    ) throws(RuleFileError) -> [String: Closure] {
        var closures: [String: Closure] = [:]
        for (path, json) in try file.list("closures") {
            let element = try StrictObject(
                json, at: path, allowing: ["name", "days", "inLieu", "source"])
            let name = try element.text("name")
            _ = try element.text("source")
            let closure = Closure(
                days: element.has("days") ? try holidays("days", in: element) : [],
                inLieu: try element.flag("inLieu", default: false))
            guard isName(name), closures.updateValue(closure, forKey: name) == nil else {
                throw element.error("name", "must be a lower-case name of its own")
            }
        }
        return closures
    }
}
