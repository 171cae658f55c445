// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One reading of one case: which places have been read, and what was odd. Nothing that was
/// sent is dropped silently, because what is not marked here comes out as unused.
final class ODPReading {
    /// The zone in which the format's moments are turned into days.
    let zone: Zone
    /// The last day on which anything can have happened: that of the reading, or that on which the
    /// file says that it was written; nil: any.
    var latest: Day?
    private(set) var notes: [ODPProblem] = []
    private var noted: Set<ODPProblem> = []
    /// Where the document at an address stands among those read.
    var documentPlaces: [String: Int] = [:]
    /// The case itself.
    let top: ODPPlace

    /// - Parameters:
    ///   - pointer: where in its file the case stands.
    ///   - today: the day of the reading.
    init(zone: Zone, at pointer: String, today: Day? = nil) {
        self.zone = zone
        latest = today
        top = ODPPlace(pointer, in: nil)
    }

    deinit { top.forget() }

    /// A file may tell of what has happened up to the day on which it says it was written.
    func noteWritten(_ moment: Instant?) {
        guard let latest, let moment else { return }
        self.latest = max(latest, zone.day(at: moment))
    }

    func note(_ code: ODPProblem.Code, _ pointer: String, _ values: [String: String] = [:]) {
        let problem = ODPProblem(code, at: pointer, values)
        if noted.insert(problem).inserted { notes.append(problem) }
    }

    /// The highest places nothing under which was read, in the order sent. Empty text, empty
    /// lists and `null` hold nothing and are left out.
    func unused(in json: JSON) -> [String] {
        var found: [String] = []
        if !top.isUsed, !top.isPassed {
            if holdsSomething(json) { found.append(top.pointer) }
        } else if !top.isUsed {
            collect(json, top, into: &found)
        }
        return found
    }

    /// - Parameter place: one that has been passed, and not itself used.
    private func collect(_ json: JSON, _ place: ODPPlace, into found: inout [String]) {
        func look(_ value: JSON, _ key: String) {
            let inner = place.known(key)
            if inner?.isUsed == true { return }
            if let inner, inner.isPassed {
                collect(value, inner, into: &found)
            } else if holdsSomething(value) {
                found.append(place.pointer + "/" + ODPPlace.escaped(key))
            }
        }
        switch json {
        case .object(let members):
            for (key, value) in members { look(value, key) }
        case .array(let values):
            for (index, value) in values.enumerated() { look(value, String(index)) }
        default:
            break
        }
    }

    private func holdsSomething(_ json: JSON) -> Bool {
        switch json {
        case .null: false
        case .string(let text): !text.isEmpty
        case .array(let values): values.contains(where: holdsSomething)
        case .object(let members): members.contains { holdsSomething($0.value) }
        default: true
        }
    }
}
