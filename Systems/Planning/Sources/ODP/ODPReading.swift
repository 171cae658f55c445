// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One reading of one case: which places have been read, and what was odd. Nothing that was
/// sent is dropped silently, because what is not marked here comes out as unused.
final class ODPReading {
    /// The zone in which the format's moments are turned into days.
    let zone: Zone
    private(set) var notes: [ODPProblem] = []
    private var noted: Set<ODPProblem> = []
    /// Where the document at an address stands among those read.
    var documentPlaces: [String: Int] = [:]
    private var used: Set<String> = []
    /// The places on the way to a used one: anything else is unused with all it holds.
    private var passed: Set<String> = [""]

    init(zone: Zone) { self.zone = zone }

    func use(_ pointer: String) {
        guard used.insert(pointer).inserted else { return }
        var way = Substring(pointer)
        while let slash = way.lastIndex(of: "/") {
            way = way[..<slash]
            guard passed.insert(String(way)).inserted else { return }
        }
    }

    func note(_ code: ODPProblem.Code, _ pointer: String, _ values: [String: String] = [:]) {
        let problem = ODPProblem(code, at: pointer, values)
        if noted.insert(problem).inserted { notes.append(problem) }
    }

    /// The highest places nothing under which was read, in the order sent. Empty text, empty
    /// lists and `null` hold nothing and are left out.
    func unused(in json: JSON, at base: String) -> [String] {
        var found: [String] = []
        collect(json, base, into: &found)
        return found
    }

    private func collect(_ json: JSON, _ pointer: String, into found: inout [String]) {
        if used.contains(pointer) { return }
        guard passed.contains(pointer) else {
            if holdsSomething(json) { found.append(pointer) }
            return
        }
        switch json {
        case .object(let members):
            for (key, value) in members {
                collect(value, pointer + "/" + ODPReading.escaped(key), into: &found)
            }
        case .array(let values):
            for (index, value) in values.enumerated() {
                collect(value, "\(pointer)/\(index)", into: &found)
            }
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

    /// A key as part of a JSON Pointer.
    static func escaped(_ key: String) -> String {
        guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") })
        else { return key }
        return key.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
}
