// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension ODPReport {
    /// Files that are named one by one though there is nothing to be said of them.
    private static let namedMax = 50
    /// Places and facts of one case that are named one by one.
    private static let detailsMax = 8

    /// The report for people, a line each: first what became of the files, in full for a few,
    /// otherwise of those that were not simply taken; at the end the sums.
    public func lines(words: Words) -> [String] {
        let isShort = count <= Self.namedMax
        var lines: [String] = []
        for file in files {
            for report in file.cases where isShort || !report.standing.isTaken {
                let place = report.pointer.isEmpty ? file.file : "\(file.file) \(report.pointer)"
                lines += Self.lines(report, place: place, words)
            }
        }
        if !lines.isEmpty { lines.append("") }
        return lines + [sums(words)]
    }

    private func sums(_ words: Words) -> String {
        let parts = ODPCaseReport.Standing.allCases.compactMap { standing -> String? in
            let count = count(standing)
            return count == 0 ? nil : words(
                "odp.report.sum.\(standing.rawValue)", ["count": "\(count)"], in: .english)
        }
        let what = count == 1 ? "odp.report.sum.one" : "odp.report.sum"
        let values = [
            "cases": "\(count)", "tenant": tenant.name, "parts": parts.joined(separator: ", "),
        ]
        return words(what, values, in: .english)
    }

    private static func lines(
        _ report: ODPCaseReport, place: String, _ words: Words
    ) -> [String] {
        var lines = [place]
        func say(_ key: String, _ values: [String: String] = [:]) {
            lines.append("  " + words("odp.report.\(key)", values, in: .english))
        }
        let state = report.state.map {
            words("planning.application.state.\($0.rawValue)", in: .english).lowercased()
        }
        say(report.standing.rawValue, [
            "reference": report.reference ?? report.id?.text ?? "", "state": state ?? "",
        ])
        if report.standing.isTaken, report.hasClock == false {
            say("no_clock", ["kind": report.key?.type ?? ""])
        }
        if let states = report.states {
            func name(_ state: ODPState) -> String {
                words("odp.state.\(state.rawValue)", in: .english)
            }
            say("states", ["ours": name(states.ours), "theirs": name(states.theirs)])
        }
        func list(_ changes: [ODPChange], _ key: String) {
            for change in changes.prefix(detailsMax) {
                say(change.ours == nil ? "\(key).first" : key, [
                    "fact": words("odp.fact.\(change.fact.rawValue)", in: .english),
                    "ours": short(change.ours ?? ""), "theirs": short(change.theirs),
                ])
            }
            more(changes.count)
        }
        func more(_ count: Int) {
            if count > detailsMax { say("more", ["count": "\(count - detailsMax)"]) }
        }
        list(report.changes, "change")
        list(report.contradictions, "contradiction")
        let said = report.problems + report.notes
        for problem in said.prefix(detailsMax) {
            lines.append("  " + words(problem.phrase, in: .english))
        }
        more(said.count)
        if report.standing != .same, !report.unused.isEmpty {
            say("unused", [
                "count": "\(report.unused.count)",
                "places": report.unused.prefix(3).joined(separator: " ")
                    + (report.unused.count > 3 ? " …" : ""),
            ])
        }
        return lines
    }

    private static func short(_ text: String) -> String {
        let line = Application.line(text, 80)
        return line.count < text.count ? line + "…" : line
    }
}
