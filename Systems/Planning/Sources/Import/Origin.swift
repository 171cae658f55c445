// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Where a case came from and what was said of it beyond the fields of an application: its stage
/// elsewhere, its documents' addresses, what was odd and what was not used. Officers only, but for
/// the little that `publishedElsewhere` and `documentsElsewhere` pick out.
public struct Origin: Sendable, Hashable {
    /// As the case keeps it.
    public private(set) var json: JSON
    /// What a new report of the case is measured against.
    public let known: ODPKnown

    /// The notes and unused places that are kept of one report; what is more is only counted.
    static let listMax = 1_000

    /// nil for a case that came from nowhere else.
    public init?(_ json: JSON?) {
        guard let json, let kept = json["known"],
            let known = try? JSONDecoder().decode(ODPKnown.self, from: Data(kept.encoded()))
        else { return nil }
        self.json = json
        self.known = known
    }

    /// The origin of a case as its last report tells it.
    /// - Parameters:
    ///   - known: what is held after it.
    ///   - before: what was kept of the report before; what is not sent again stays.
    /// - Throws: `Fault` if it cannot be written.
    init(_ sent: ODPCase, known: ODPKnown, hasClock: Bool, before: Origin?) throws {
        var json = before?.json.asObject ?? JSONObject()
        for (name, value) in OriginParts(sent).members where !value.isEmpty { json[name] = value }
        json["format"] = "odp"
        json["state"] = .string(sent.state.rawValue)
        json["clock"] = hasClock ? "known" : "unknown"
        json["published"] = .bool(sent.isPublic || before?.isPublished == true)
        json["notes"] = .array(sent.notes.prefix(Self.listMax).map(\.json))
        json["unused"] = .array(sent.unused.prefix(Self.listMax).map(JSON.string))
        json["unused_count"] = .integer(sent.unused.count)
        let written = try JSONEncoder().encode(known)
        json["known"] = try JSON(parsing: [UInt8](written))
        self.json = .object(json)
        self.known = known
    }

    /// Whether whoever sent it has published it.
    public var isPublished: Bool { json["published"]?.asBool ?? false }

    /// Whether a clock is known for its kind.
    public var hasClock: Bool { json["clock"]?.asString == "known" }
}

extension Application {
    /// Where the case came from; nil if it was made here.
    public var odp: Origin? { Origin(origin) }

    /// Whether whoever sent the case has published it.
    var isPublishedElsewhere: Bool { origin?["published"]?.asBool ?? false }

    /// What everyone may know of where the case came from: how far it has come there.
    var publishedElsewhere: JSON? {
        guard let origin, isPublishedElsewhere else { return nil }
        return [
            "state": origin["state"] ?? .null, "clock": origin["clock"] ?? .null,
            "appeal": origin["appeal"]?["outcome"] ?? .null,
        ]
    }

    /// The documents its own authority shows to everyone, by their addresses, which nobody here
    /// opens.
    var documentsElsewhere: JSON? {
        guard let origin, isPublishedElsewhere else { return nil }
        let documents = (origin["documents"]?.asArray ?? []).compactMap { document -> JSON? in
            guard let address = document["public_url"]?.asString,
                address.lowercased().hasPrefix("https://")
            else { return nil }
            return [
                "name": document["name"] ?? .null, "types": document["types"] ?? .array([]),
                "url": .string(address),
            ]
        }
        return .array(documents)
    }
}

extension JSON {
    /// Whether it says nothing.
    fileprivate var isEmpty: Bool {
        switch self {
        case .null: true
        case .array(let items): items.isEmpty
        case .object(let members): members.isEmpty
        default: false
        }
    }
}

extension ODPProblem {
    /// The problem as it is kept and reported, without its words.
    var json: JSON {
        [
            "code": .string(code.rawValue), "pointer": .string(pointer),
            "values": .object(
                JSONObject(values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
        ]
    }

    /// A problem that was kept.
    init?(json: JSON) {
        guard let code = json["code"]?.asString.flatMap(Code.init(rawValue:)) else { return nil }
        let values = json["values"]?.asObject ?? JSONObject()
        self.init(
            code, at: json["pointer"]?.asString ?? "",
            values.reduce(into: [:]) { $0[$1.key] = $1.value.asString })
    }
}
