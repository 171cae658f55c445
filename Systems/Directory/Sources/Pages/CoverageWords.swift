// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// How coverage is put into words.
struct CoverageWords {
    let ui: UI

    /// The stage an authority is in, with since when; in few words for the matrix.
    func cell(_ fact: CoverageFact, isShort: Bool = false) -> HTML {
        let tone: UI.Tone =
            switch fact.stage {
            case .live: .good
            case .piloting: .active
            case .planned: .attention
            case .left: .plain
            }
        let stage = ui("coverage.state.\(fact.stage.rawValue)")
        return "\(ui.tag(stage, tone)) <span class=\"hint\">\(since(fact, isShort))</span>"
    }

    /// Since when, as far as it is known.
    private func since(_ fact: CoverageFact, _ isShort: Bool) -> String {
        let kind =
            switch (fact.earliest, fact.latest) {
            case (let earliest?, let latest?): earliest == latest ? "day" : "between"
            case (nil, .some): "by"
            case (.some, nil): "after"
            case (nil, nil): "undated"
            }
        let values = [
            "earliest": fact.earliest, "latest": fact.latest, "day": fact.latest,
            "readOn": fact.known.readOn,
        ].compactMapValues { $0?.description }
        return ui(isShort ? "coverage.short.\(kind)" : "coverage.since.\(kind)", values)
    }

    /// How many authorities there were on the day, and of how many of them nobody knows that.
    func total(_ authorities: [Organisation], _ view: DirectoryView) -> String {
        let unknown = view.unknown(among: authorities)
        let known = ui("coverage.asOf.total", ["count": ui.number(authorities.count - unknown)])
        if unknown == 0 { return known }
        return "\(known) " + ui("directory.existence.unknown", ["count": ui.number(unknown)])
    }

    /// What may already have begun by the day.
    func perhaps(_ fact: CoverageFact) -> String {
        let state = ui("coverage.state.\(fact.stage.rawValue)")
        let window = ["earliest": fact.earliest, "latest": fact.latest].compactMapValues {
            $0?.description
        }
        return ui("coverage.since.perhaps", window.merging(["state": state]) { first, _ in first })
    }

    /// How it is known, with what else is noted.
    func evidence(_ fact: CoverageFact) -> HTML {
        """
        \(ui("coverage.how.\(fact.evidence.rawValue)")) \(fact.note.map { ui.said($0) })<br>\
        <span class="provenance">\(ui.origin(fact))</span>
        """
    }

    /// A claim in numbers, with its day or that it has none.
    func claim(_ claim: CoverageClaim) -> String {
        var values = ["count": ui.number(claim.claimed), "of": ui.number(claim.total)]
        if let day = claim.known.statedOn {
            values["day"] = day.description
            return ui("coverage.claim.dated", values)
        }
        values["readOn"] = claim.known.readOn?.description ?? ""
        return ui("coverage.claim.undated", values)
    }

    /// What is named, in numbers.
    func named(_ coverage: SystemCoverage) -> String {
        coverage.live == 0
            ? ui("coverage.named.none")
            : ui(
                "coverage.named.count",
                ["count": ui.number(coverage.live), "of": ui.number(coverage.total)])
    }

    /// The sentence that says where the newest claim and the names differ.
    func difference(_ coverage: SystemCoverage) -> String {
        guard let claim = coverage.claims.first else {
            return ui(coverage.hasLaterClaims ? "coverage.claim.notYet" : "coverage.claim.none")
        }
        guard coverage.differs else { return ui("coverage.difference.none") }
        var sentences: [String] = []
        let (claimed, live) = (claim.claimed, coverage.live)
        if claimed != live {
            let values = [
                "claimed": ui.number(claimed), "named": ui.number(live),
                "count": ui.number(abs(claimed - live)),
            ]
            let kind = live < claimed ? "fewer" : "more"
            sentences.append(ui("coverage.difference.\(kind)", values))
        }
        if claim.total != coverage.total {
            let values = ["of": ui.number(claim.total), "count": ui.number(coverage.total)]
            sentences.append(ui("coverage.difference.total", values))
        }
        return sentences.joined(separator: " ")
    }
}
