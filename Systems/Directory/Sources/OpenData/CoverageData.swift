// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Coverage as data. Each number is the length of a list beside it.
struct CoverageData {
    let view: DirectoryView

    func json(_ systems: [SystemCoverage]) -> JSON {
        [
            "on": .string("\(view.day)"), "as_of": .optional(view.asOf?.description),
            "authorities": .array(view.authorities().map(named)),
            "systems": .array(systems.map { .object(system($0)) }),
        ]
    }

    /// One system, with the earlier facts of each authority.
    func json(_ coverage: SystemCoverage) -> JSON {
        let promises = coverage.promises.map { $0.json(without: ["system"]) }
        let authorities = coverage.standings.map { standing -> JSON in
            .object(
                standingOf(standing).with([
                    "history": .array(standing.facts.map(fact)),
                    "perhaps": standing.perhaps.map(fact) ?? .null,
                ]))
        }
        let head: JSONObject = [
            "on": .string("\(view.day)"), "as_of": .optional(view.asOf?.description),
        ]
        return .object(
            head.with(system(coverage)).with([
                "authorities": .array(authorities), "promises": .array(promises),
            ]))
    }

    private func system(_ coverage: SystemCoverage) -> JSONObject {
        let system = coverage.system
        let counts = CoverageFact.Stage.allCases.map {
            (key: $0.rawValue, value: JSON.integer(coverage.count($0)))
        }
        return [
            "slug": .string(system.slug),
            "name": .string(view.language == .irish ? system.nameGa ?? system.name : system.name),
            "official_name": .optional(system.officialName),
            "provider": .optional(system.provider), "role": .string(system.role.rawValue),
            "claims": .array(coverage.claims.map(claim)),
            "named": .object(JSONObject(counts)), "of": .integer(coverage.total),
            "differs": .bool(coverage.differs), "complete": .bool(coverage.isComplete),
            "authorities": .array(coverage.standings.map { .object(standingOf($0)) }),
            "missing": .array(coverage.missing.map { named($0.authority) }),
        ]
    }

    private func claim(_ claim: CoverageClaim) -> JSON {
        let missing: JSON =
            claim.missing.map { .array($0.parts.map(JSON.string)) }
            ?? (claim.claimed >= claim.total ? [] : .null)
        return [
            "claimant": .string(claim.claimant), "claimed": .integer(claim.claimed),
            "of": .integer(claim.total), "missing": missing,
            "statement": .string(claim.statement),
            "date": .optional(claim.known.statedOn?.description),
            "read_on": .optional(claim.known.readOn?.description),
            "source": .string(claim.known.source), "certain": .bool(claim.known.isCertain),
        ]
    }

    private func named(_ authority: Organisation) -> JSON {
        ["slug": .string(authority.slug), "name": .string(view.name(authority.slug))]
    }

    private func standingOf(_ standing: Standing) -> JSONObject {
        (named(standing.authority).asObject ?? [:]).with(self.standing(standing))
    }

    /// How an authority stands: every member is null where nothing is recorded.
    func standing(_ standing: Standing) -> JSONObject {
        guard let fact = standing.fact else {
            return [
                "state": nil, "since": nil, "undated": false, "date": nil, "read_on": nil,
                "how": nil, "source": nil, "certain": nil, "note": nil,
            ]
        }
        return self.fact(fact).asObject ?? [:]
    }

    private func fact(_ fact: CoverageFact) -> JSON {
        [
            "state": .string(fact.stage.rawValue),
            "since": [
                "earliest": .optional(fact.earliest?.description),
                "latest": .optional(fact.latest?.description),
            ],
            "undated": .bool(fact.isUndated), "date": .optional(fact.known.statedOn?.description),
            "read_on": .optional(fact.known.readOn?.description),
            "how": .string(fact.evidence.rawValue), "source": .string(fact.known.source),
            "certain": .bool(fact.known.isCertain), "note": .optional(fact.note),
        ]
    }

    /// The matrix: a row an authority, a column a system.
    func csv(_ systems: [SystemCoverage]) -> [UInt8] {
        let stages = systems.map { coverage in
            Dictionary(grouping: coverage.standings, by: \.authority.slug)
                .mapValues { $0.first?.stage?.rawValue }
        }
        return CSVWriter.table(
            ["slug", "name"] + systems.map(\.system.slug),
            view.authorities().map { authority in
                [authority.slug, view.name(authority.slug)]
                    + stages.map { $0[authority.slug] ?? nil }
            })
    }

    /// One system: a row an authority.
    func csv(_ coverage: SystemCoverage) -> [UInt8] {
        let head = [
            "slug", "name", "state", "earliest", "latest", "date", "read_on", "how", "source",
            "certain", "note",
        ]
        return CSVWriter.table(head, coverage.standings.map { standing in
            let fact = standing.fact
            return [
                standing.authority.slug, view.name(standing.authority.slug),
                fact?.stage.rawValue, fact?.earliest?.description, fact?.latest?.description,
                fact?.known.statedOn?.description, fact?.known.readOn?.description,
                fact?.evidence.rawValue, fact?.known.source, fact?.known.isCertain.description,
                fact?.note,
            ]
        })
    }
}
