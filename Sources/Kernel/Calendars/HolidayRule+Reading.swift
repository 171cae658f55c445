// SPDX-License-Identifier: EUPL-1.2

/// Reading a holiday from a jurisdiction's file. Its way is one member: `date`, `weekday`
/// (with `nth` and `month`, perhaps `instead`), `easter`, `orthodoxEaster` or `on`.
extension HolidayRule {
    private static let ways = ["date", "weekday", "easter", "orthodoxEaster", "on"]

    init(_ json: JSON, at path: String) throws(RuleFileError) {
        let object = try StrictObject(
            json, at: path,
            allowing: ["key"] + Self.ways + [
                "nth", "month", "instead", "from", "until", "substituted", "moved", "source",
                "certain",
            ])
        key = try object.text("key")
        guard isName(key) else { throw object.error("key", "must be a lower-case name") }
        let given = Self.ways.filter(object.has)
        guard given.count == 1, let way = given.first else {
            throw RuleFileError(
                path: path, message: "must have exactly one of \(Self.ways.joined(separator: ", "))"
            )
        }
        self.way = try Self.way(way, of: object)
        from = try object.dayIfAny("from") ?? .first
        until = try object.dayIfAny("until") ?? .last
        isSubstituted = try object.flag("substituted", default: false)
        source = try object.text("source")
        certain = try object.flag("certain", default: true)
        moved = object.has("moved") ? try Self.moved(in: object) : [:]
    }

    private static func way(_ name: String, of object: StrictObject) throws(RuleFileError) -> Way {
        if name != "weekday" {
            for key in ["nth", "month", "instead"] where object.has(key) {
                throw object.error(key, "goes with weekday only")
            }
        }
        switch name {
        case "date": return .date(try monthDay("date", of: object))
        case "easter": return .easter(try object.integer("easter", in: -100...100))
        case "orthodoxEaster":
            return .orthodoxEaster(try object.integer("orthodoxEaster", in: -100...100))
        case "on": return .on(try object.day("on"))
        default:
            let nth = try object.integer("nth", in: -4...4)
            guard nth != 0 else {
                throw object.error("nth", "counts from 1, or from -1 for the last")
            }
            return .weekday(
                try weekday("weekday", of: object), nth: nth,
                month: try object.integer("month", in: 1...12), instead: try instead(of: object))
        }
    }

    private static func instead(
        of object: StrictObject
    ) throws(RuleFileError) -> (DayInterval.MonthDay, Weekday)? {
        guard object.has("instead") else { return nil }
        let instead = try StrictObject(
            object.value("instead"), at: object.place("instead"), allowing: ["date", "fallingOn"])
        return (try monthDay("date", of: instead), try weekday("fallingOn", of: instead))
    }

    private static func moved(in object: StrictObject) throws(RuleFileError) -> [Int: Day?] {
        var moved: [Int: Day?] = [:]
        for (path, json) in try object.list("moved") {
            let element = try StrictObject(json, at: path, allowing: ["year", "to", "source"])
            _ = try element.text("source")
            let year = try element.integer("year", in: 1583...9999)
            let to = try element.dayIfAny("to")
            guard moved.updateValue(to, forKey: year) == nil else {
                throw element.error("year", "is there twice")
            }
        }
        return moved
    }

    private static func monthDay(
        _ key: String, of object: StrictObject
    ) throws(RuleFileError) -> DayInterval.MonthDay {
        guard let day = DayInterval.MonthDay(try object.text(key)) else {
            throw object.error(key, "must be a month and day such as 12-25")
        }
        return day
    }

    static func weekday(
        _ key: String, of object: StrictObject
    ) throws(RuleFileError) -> Weekday {
        guard let weekday = Weekday(name: try object.text(key)) else {
            throw object.error(key, "must be a weekday such as monday")
        }
        return weekday
    }
}
