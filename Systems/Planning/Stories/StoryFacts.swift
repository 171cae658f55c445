// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Web

/// The places and phrases the demonstration's cases are made of. Every person carries the mark.
struct StoryFacts: Sendable {
    struct Development: Sendable {
        let type: String
        let feeClass: String
        let floorArea: ClosedRange<Int>?
        let homes: Int?
        let siteArea: Double?
        let description: String
    }

    /// What somebody says on a case, and the words of proposals it fits; none: it fits any.
    struct Remark: Sendable {
        let stance: String
        let text: String
        let fits: [String]
    }

    struct Place: Sendable {
        let name: String
        let point: Point
    }

    let developments: [Development]
    let firstNames: [String]
    let lastNames: [String]
    let streets: [String]
    let agents: [String]
    let newspapers: [String]
    let drawings: [String]
    let texts: [String: [String]]
    let remarks: [Remark]
    let english: [EnglishPlan]
    /// By tenant.
    let places: [String: [Place]]

    /// Reads the facts that come with the system.
    /// - Throws: `Fault` when they are not beside the program.
    init() throws {
        let demo = try Self.read("Facts/demo.json")
        let people = demo["people"] ?? [:]
        firstNames = Self.strings(people["first_names"])
        lastNames = Self.strings(people["last_names"])
        streets = Self.strings(demo["streets"])
        agents = Self.strings(demo["agents"])
        newspapers = Self.strings(demo["newspapers"])
        drawings = Self.strings(demo["drawings"])
        developments = (demo["developments"]?.asArray ?? []).compactMap(Self.development)
        var texts: [String: [String]] = [:]
        for key in [
            "refusal_reasons", "conditions", "further_information_items", "invalid_reasons",
            "withdrawal_reasons",
        ] {
            texts[key] = (demo[key]?.asArray ?? []).compactMap { $0["text"]?.asString }
        }
        self.texts = texts
        remarks = (demo["submissions"]?.asArray ?? []).compactMap { item in
            item["text"]?.asString.map {
                Remark(
                    stance: item["stance"]?.asString ?? "", text: $0,
                    fits: Self.strings(item["fits"]))
            }
        }
        english = (demo["english_applications"]?.asArray ?? []).compactMap(EnglishPlan.init)
        places = try Self.places()
    }

    /// Somebody's name, with the mark.
    func name(_ numbers: inout SeededNumbers) -> String {
        "\(firstNames.one(&numbers) ?? "") \(lastNames.one(&numbers) ?? "") (demo)"
    }

    /// Something to say on a proposal that nobody has said on it yet: what fits it best.
    func remark(
        on proposal: String, but said: Set<String>, _ numbers: inout SeededNumbers
    ) -> Remark? {
        let proposal = proposal.lowercased()
        let left = remarks.filter { !said.contains($0.text) }
        let own = left.filter { $0.fits.contains(where: proposal.contains) }
        return (own.isEmpty ? left.filter(\.fits.isEmpty) : own).one(&numbers)
    }

    /// Somebody of these facts, always the same for a number, with the mark.
    func person(_ number: Int) -> String {
        guard !firstNames.isEmpty, !lastNames.isEmpty else { return "Demo (demo)" }
        let first = firstNames[(5 * number) % firstNames.count]
        return "\(first) \(lastNames[(3 * number) % lastNames.count]) (demo)"
    }

    private static func places() throws -> [String: [Place]] {
        let file = try read("Facts/places.json")
        let owners = (file["authorities"]?.asArray ?? []) + (file["demo_tenants"]?.asArray ?? [])
        var places: [String: [Place]] = [:]
        for owner in owners {
            guard let slug = owner["authority"]?.asString else { continue }
            places[slug] = (owner["places"]?.asArray ?? []).compactMap { place in
                guard let name = place["name"]?["en"]?.asString,
                    let longitude = place["longitude"]?.asDouble,
                    let latitude = place["latitude"]?.asDouble
                else { return nil }
                return Place(name: name, point: Point(longitude: longitude, latitude: latitude))
            }
        }
        return places
    }

    private static func development(_ json: JSON) -> Development? {
        guard let type = json["permission"]?.asString, let feeClass = json["fee_class"]?.asString,
            let description = json["description"]?.asString
        else { return nil }
        let low = json["floor_area_min"]?.asInteger
        let high = json["floor_area_max"]?.asInteger
        return Development(
            type: type, feeClass: feeClass,
            floorArea: low.flatMap { low in high.map { Int(low)...Int($0) } },
            homes: json["homes"]?.asInteger.map { Int($0) },
            siteArea: json["site_area_hectares"]?.asDouble, description: description)
    }

    private static func read(_ path: String) throws -> JSON {
        try JSON(parsing: SystemResources.text(path, in: .module))
    }

    private static func strings(_ json: JSON?) -> [String] {
        json?.asArray?.compactMap(\.asString) ?? []
    }
}
