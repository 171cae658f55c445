// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Store

/// Re-computes journals, while the server runs.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Re-compute the journal of one tenant, or of all; exit 1 at the first finding.")

    @Argument(help: "The tenant's slug; all tenants and the commons if it is left out.")
    var tenant: String?
    @Flag(help: "Report in JSON.") var json = false

    func run() async throws {
        let network = try Composition.network(try Settings())
        let slugs = try tenant.map { [$0] } ?? [Tenant.commons] + network.tenants().map(\.slug)
        var reports: [JSON] = []
        var isSound = true
        for slug in slugs {
            let report = try report(slug, network)
            isSound = isSound && report["sound"]?.asBool == true
            if json { reports.append(report) } else { print(Self.line(report)) }
        }
        if json { print(JSON.array(reports).pretty()) }
        if !isSound { throw ExitCode(1) }
    }

    private func report(_ slug: String, _ network: Network) throws -> JSON {
        do {
            let verification = try network.verify(slug)
            var report: JSONObject = [
                "tenant": .string(slug), "entries": .integer(verification.entries),
                "head": .string(verification.head), "sound": .bool(verification.finding == nil),
            ]
            if let finding = verification.finding {
                report["finding"] = [
                    "kind": .string(finding.kind.rawValue), "entry": .integer(finding.entry),
                    "detail": .string(finding.detail),
                ]
            }
            return .object(report)
        } catch let refusal as Refusal {
            if case .notFound = refusal { throw ValidationError("There is no tenant “\(slug)”.") }
            return [
                "tenant": .string(slug), "sound": false,
                "finding": ["kind": "out_of_service", "detail": .string(try Messages.of(refusal))],
            ]
        }
    }

    private static func line(_ report: JSON) -> String {
        let tenant = report["tenant"]?.asString ?? ""
        guard let finding = report["finding"] else {
            let head = report["head"]?.asString?.prefix(16) ?? ""
            return "\(tenant): sound, \(report["entries"]?.asInteger ?? 0) entries, head \(head)"
        }
        let kind = finding["kind"]?.asString ?? ""
        let detail = finding["detail"]?.asString ?? ""
        guard let entry = finding["entry"]?.asInteger else { return "\(tenant): \(detail)" }
        let verb = ["removed": "was removed", "inserted": "was inserted"][kind] ?? "was altered"
        return "\(tenant): entry \(entry) \(verb): \(detail)"
    }
}
