// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What others witnessed of each journal, beside what verifying it brought to light.
enum WitnessLines {
    /// Adds it to the reports of all journals. One that does not agree is a finding.
    static func add(to reports: [JSON], _ network: Network) throws -> [JSON] {
        let known = Dictionary(
            try network.witnessReports().map { ($0.tenant, $0) }, uniquingKeysWith: { $1 })
        return reports.map { report in
            guard let own = report["tenant"]?.asString.flatMap({ known[$0] }) else { return report }
            var report = report
            let days = own.witnesses.sorted { $0.key < $1.key }.map { ($0.key, JSON.string("\($0.value)")) }
            report["witnesses"] = .object(JSONObject(days))
            report["witnessed"] = .integer(own.count)
            if !own.findings.isEmpty {
                report["unwitnessed"] = .array(own.findings.map(JSON.string))
                report["sound"] = false
                if report["finding"] == nil {
                    report["finding"] = [
                        "kind": "witness", "detail": .string(own.findings[0]), "entry": .null,
                    ]
                }
            }
            return report
        }
    }

    /// Who witnessed it, for people.
    static func words(_ report: JSON) -> String {
        guard let witnesses = report["witnesses"]?.asObject else { return "" }
        if witnesses.isEmpty { return ", witnessed by nobody yet" }
        let names = witnesses.map { "\($0.key) (\($0.value.asString ?? ""))" }
        return ", witnessed by \(names.joined(separator: ", "))"
    }
}
