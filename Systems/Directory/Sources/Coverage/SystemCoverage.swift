// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How one authority stands with one system on a day.
struct Standing: Sendable {
    let authority: Organisation
    /// What holds by that day, the newest last; undated facts hold on every day.
    let facts: [CoverageFact]
    /// What may have begun by that day: it lies within the window in which it did.
    let perhaps: CoverageFact?

    var fact: CoverageFact? { facts.last }
    var stage: CoverageFact.Stage? { fact?.stage }

    init(_ authority: Organisation, _ all: [CoverageFact], on day: Day) {
        self.authority = authority
        let own = all.filter { $0.authority == authority.slug }
        facts = own.filter { $0.latest.map { $0 <= day } ?? $0.isUndated }.sorted {
            ($0.latest ?? .first, $0.stage.rank) < ($1.latest ?? .first, $1.stage.rank)
        }
        perhaps = own.filter { fact in
            guard let earliest = fact.earliest, earliest <= day else { return false }
            return fact.latest.map { $0 > day } ?? true
        }.max { ($0.earliest ?? .first) < ($1.earliest ?? .first) }
    }
}

extension CoverageFact.Stage {
    /// Where it stands in the life of a system at an authority.
    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// Who has one system on a day, counted from the facts; and what is claimed of it.
struct SystemCoverage: Sendable {
    let system: SharedSystem
    /// What had been claimed by that day, newest first; undated claims last.
    let claims: [CoverageClaim]
    /// Whether anything is claimed only later.
    let hasLaterClaims: Bool
    /// What had been promised by that day, the nearest day first.
    let promises: [CoveragePromise]
    /// Each authority there was on the day.
    let standings: [Standing]

    init(_ system: SharedSystem, in view: DirectoryView) {
        self.system = system
        let all = view.snapshot.claims[system.slug] ?? []
        claims = all.filter { $0.known.statedOn.map { $0 <= view.day } ?? true }
        hasLaterClaims = claims.count < all.count
        promises = (view.snapshot.promises[system.slug] ?? []).filter {
            $0.known.statedOn.map { $0 <= view.day } ?? true
        }
        let facts = Dictionary(
            grouping: view.snapshot.facts[system.slug] ?? [], by: \.authority)
        standings = view.authorities(of: system.country).map {
            Standing($0, facts[$0.slug] ?? [], on: view.day)
        }
    }

    var total: Int { standings.count }
    var missing: [Standing] { standings.filter { $0.stage != .live } }
    var live: Int { total - missing.count }

    func count(_ stage: CoverageFact.Stage) -> Int {
        standings.count { $0.stage == stage }
    }

    /// Whether the newest claim says another number than is named, or counts other authorities.
    var differs: Bool { claims.first.map { $0.claimed != live || $0.total != total } ?? false }

    /// Whether it is known of every authority. It is of this network's own systems, and where the
    /// newest claim counts no more than are named; else whoever is not named may have it, too.
    var isComplete: Bool {
        if system.provider == nil { return true }
        return claims.first.map { $0.claimed <= live } ?? false
    }

    /// The systems anything is known of, by name.
    static func all(in view: DirectoryView) -> [SystemCoverage] {
        view.snapshot.systems.filter {
            view.snapshot.claims[$0.slug] != nil || view.snapshot.facts[$0.slug] != nil
        }.map { SystemCoverage($0, in: view) }
    }
}
