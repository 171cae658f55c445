// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The demonstration's small city: 300 sensors with two days behind them, open to anybody, which go on
/// telling while it is served. All of it is made up, from a seed.
public struct TwinCity: Sendable {
    public static let slug = "twin"

    /// The tenant it belongs to.
    public static let tenant = Tenant(
        slug: slug, name: "Neistad (demo)", jurisdiction: "lu", sort: "municipality", isDemo: true,
        systems: [])

    /// How far its past goes back, and how much of it goes into one line of the ledger.
    public static let hours = 48
    private static let hoursInLine = 12
    /// How often some of its sensors tell something, and how many do.
    private static let pace: Duration = .seconds(4)
    private static let atOnce = 12
    private static let actor = "system:demo"

    private let hub: TwinHub
    private let naming = TermTable.core

    public init(_ hub: TwinHub) { self.hub = hub }

    /// Tells what there is and was, if nothing is there yet.
    /// - Parameter hours: how far its past goes back.
    public func tell(in network: Network, hours: Int = hours) async throws {
        let twin = hub.twins.twin(in: try network.tenant(Self.slug))
        guard try twin.read({ $0.last == nil }) else { return }
        let now = network.now()
        let naming = naming
        for first in stride(from: 0, to: hours, by: Self.hoursInLine) {
            try await twin.perform(by: Self.actor, at: now) { draft in
                for hour in first..<min(first + Self.hoursInLine, hours) {
                    let moment = now.adding(seconds: (hour - hours) * 3_600)
                    // What is told of each hour was done then.
                    draft.now = Stamp(moment)
                    if hour == 0 { try Self.begin(&draft, naming) }
                    for sensor in CitySensor.all where hour > 0 && hour.isMultiple(of: sensor.kind.hours) {
                        try Self.tell(sensor, in: &draft, naming)
                    }
                }
            }
        }
    }

    /// What is there at first, and that anybody may read and write it.
    private static func begin(_ draft: inout Draft, _ naming: TermTable) throws {
        draft.keep(["writing": true], as: "settings", "open")
        let reading = EntityReading(naming: naming)
        for sensor in CitySensor.all {
            var fragment = try reading.fragment(sensor.body)
            fragment.attributes += sensor.fragment(at: draft.now, naming: naming).attributes
            try draft.create(try reading.entity(of: fragment, at: draft.now))
        }
    }

    private static func tell(
        _ sensor: CitySensor, in draft: inout Draft, _ naming: TermTable
    ) throws {
        guard let old = draft.entity(sensor.id) else { return }
        let fragment = sensor.fragment(at: draft.now, naming: naming)
        try draft.change(old, old.appending(fragment, at: draft.now))
    }

    /// Goes on telling until the task is cancelled: a few sensors every few seconds, each in its turn.
    public func live(on site: Site) async {
        guard let store = try? site.network.tenant(Self.slug),
            let twin = try? hub.ready(hub.twins.twin(in: store), site)
        else { return }
        var turn = 0
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.pace)
            if Task.isCancelled { return }
            // Neighbours in the list are of one kind: those that tell together lie apart.
            let sensors = (0..<Self.atOnce).map { index in
                CitySensor.all[(turn + index * 25) % CitySensor.all.count]
            }
            turn += 1
            let naming = naming
            // What cannot be told now, such as on a full disk, is told in its next turn.
            try? await twin.perform(by: Self.actor, at: site.network.now()) { draft in
                for sensor in sensors { try Self.tell(sensor, in: &draft, naming) }
            }
        }
    }
}
