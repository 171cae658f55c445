// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Store

/// Re-computes journals, while the server runs.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Re-compute the journal of one tenant, or of all; exit 1 at a finding.",
        discussion: "A tenant's first finding is told; every other tenant is looked at, too.")

    @Argument(help: "The tenant's slug; all tenants and the commons if it is left out.")
    var tenant: String?
    @Flag(help: "Report in JSON.") var json = false
    @Flag(help: "Compare all journals with what other tenants witnessed of them, too.")
    var witnesses = false

    func validate() throws {
        if witnesses, tenant != nil {
            throw ValidationError("--witnesses is about all tenants; leave the slug out.")
        }
    }

    func run() async throws {
        let reports = try reports()
        if json {
            print(JSON.array(reports).pretty())
        } else {
            for report in reports { print(Self.line(report)) }
        }
        if reports.contains(where: { $0["sound"]?.asBool != true }) { throw ExitCode(1) }
    }

    /// A store that cannot be read is a finding of its own, and keeps no other from being read.
    private func reports() throws -> [JSON] {
        let network: Network
        do { network = try Composition.present(try Settings()) } catch let refusal as Refusal {
            return [Self.unreadable(Tenant.commons, refusal)]
        }
        if let tenant {
            guard try network.find(tenant) != nil else {
                throw ValidationError("There is no tenant “\(tenant)”.")
            }
            return [Self.report(tenant, network)]
        }
        let commons = Self.report(Tenant.commons, network)
        do {
            let reports = try [commons] + network.tenants().map { Self.report($0.slug, network) }
            return try witnesses ? WitnessLines.add(to: reports, network) : reports
        } catch {
            // Without the registry nobody knows which other stores there should be.
            return [commons["sound"]?.asBool == true ? Self.unreadable(Tenant.commons, error) : commons]
        }
    }

    private static func report(_ slug: String, _ network: Network) -> JSON {
        do {
            let verification = try network.verify(slug, Composition.ledgerChecks)
            var report: JSONObject = [
                "tenant": .string(slug), "entries": .integer(verification.entries),
                "head": .string(verification.head), "sound": .bool(verification.finding == nil),
            ]
            if !verification.losses.isEmpty {
                report["letGo"] = .array(verification.losses.map(json))
            }
            if let finding = verification.finding {
                report["finding"] = [
                    "kind": .string(finding.kind.rawValue), "detail": .string(finding.detail),
                    "entry": finding.entry == 0 && !finding.kind.isOfJournal
                        ? .null : .integer(finding.entry),
                ]
            }
            return .object(report)
        } catch {
            return unreadable(slug, error)
        }
    }

    private static func json(_ loss: Verification.Loss) -> JSON {
        [
            "ledger": .string(loss.ledger), "rule": .string(loss.rule), "lines": .integer(loss.lines),
            "first": .string(loss.first.description), "last": .string(loss.last.description),
        ]
    }

    /// What was let go of ledgers, a line each.
    private static func losses(_ report: JSON) -> String {
        (report["letGo"]?.asArray ?? []).map { loss in
            let texts = ["ledger", "rule", "first", "last"].map { loss[$0]?.asString ?? "" }
            let count = loss["lines"]?.asInteger ?? 0
            return "\n  ledger \(texts[0]): \(count) lines let go under “\(texts[1])”, "
                + "from \(texts[2]) to \(texts[3])"
        }.joined()
    }

    private static func unreadable(_ slug: String, _ error: any Error) -> JSON {
        [
            "tenant": .string(slug), "sound": false,
            "finding": ["kind": "out_of_service", "detail": .string(Messages.of(error))],
        ]
    }

    private static func line(_ report: JSON) -> String {
        let tenant = report["tenant"]?.asString ?? ""
        guard let finding = report["finding"] else {
            let head = report["head"]?.asString?.prefix(16) ?? ""
            return "\(tenant): sound, \(report["entries"]?.asInteger ?? 0) entries, head \(head)"
                + WitnessLines.words(report) + losses(report)
        }
        let kind = finding["kind"]?.asString ?? ""
        let detail = finding["detail"]?.asString ?? ""
        let isOfJournal = Verification.Finding.Kind(rawValue: kind)?.isOfJournal ?? false
        guard isOfJournal, let entry = finding["entry"]?.asInteger else {
            return "\(tenant): \(detail)"
        }
        let verb = ["removed": "was removed", "inserted": "was inserted"][kind] ?? "was altered"
        return "\(tenant): entry \(entry) \(verb): \(detail)"
    }
}
