// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Finds what a case is known by, and collects all that is wrong with it.
struct ODPIdentity {
    private let root: ODPCursor
    private(set) var problems: [ODPProblem] = []

    private static let idMax = 200
    private static let organisationMax = 100
    private static let typeMax = 100

    init(_ root: ODPCursor) { self.root = root }

    /// Where the kind stands: at the top since 2024, with the application before; within the
    /// submission where a published case does not repeat it.
    static func typePlaces(_ root: ODPCursor) -> [ODPCursor] {
        let places = [root["applicationType"], root["data"]["application"]["type"]]
        let inner = root["submission"]
        return places + [inner["applicationType"], inner["data"]["application"]["type"]]
    }

    /// The key; nil when there is a problem.
    mutating func key(_ typePlaces: [ODPCursor]) -> ODPKey? {
        let metadata = root["metadata"]
        let id = part(metadata["id"], .missingID, .strangeID) {
            $0.utf8.count <= Self.idMax && !$0.contains(where: \.isNewline)
        }
        let organisation = part(
            metadata["organisation"], .missingOrganisation, .strangeOrganisation
        ) { code in
            code.utf8.count <= Self.organisationMax && !code.contains(where: \.isNewline)
        }
        let sent = typePlaces.first { !$0.isMissing } ?? root["applicationType"]
        let place = sent.isObject ? sent["value"] : sent
        let type = part(place, .missingType, .strangeType, Self.isType)
        guard let id, let organisation, let type else { return nil }
        return ODPKey(type: type, organisation: organisation, id: id)
    }

    /// The application within a published case. That it was sent to another organisation, or
    /// under another kind, is noted: examples of the format itself do so.
    static func submission(_ root: ODPCursor, of key: ODPKey) -> ODPKey? {
        let inner = root["submission"]
        let metadata = inner["metadata"]
        let sent = [inner["applicationType"], inner["data"]["application"]["type"]]
        let type = sent.lazy.compactMap { $0.text() ?? $0["value"].text() }.first
        let organisation = metadata["organisation"].text()
        if let type, type != key.type {
            inner.note(.typesDiffer, ["outer": key.type, "inner": String(type.prefix(100))])
        }
        if let organisation, organisation.uppercased() != key.organisation {
            metadata["organisation"].note(.organisationsDiffer, [
                "outer": key.organisation, "inner": String(organisation.prefix(40)),
            ])
        }
        guard let id = metadata["id"].label(), id.utf8.count <= idMax else { return nil }
        return ODPKey(
            type: type ?? key.type, organisation: organisation ?? key.organisation, id: id)
    }

    private mutating func part(
        _ at: ODPCursor, _ missing: ODPProblem.Code, _ strange: ODPProblem.Code,
        _ isFine: (String) -> Bool
    ) -> String? {
        if at.isMissing {
            problems.append(ODPProblem(missing, at: at.pointer))
            return nil
        }
        guard let text = at.label(), isFine(text) else {
            let shown = at.json?.asString ?? at.json?.kind ?? ""
            problems.append(
                ODPProblem(strange, at: at.pointer, ["value": String(shown.prefix(60))]))
            return nil
        }
        return text
    }

    /// A kind we have never heard of is fine; one that is no word is not.
    private static func isType(_ text: String) -> Bool {
        guard text.utf8.count <= typeMax, text.first?.isLetter == true else { return false }
        return text.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
                || "._-".unicodeScalars.contains($0)
        }
    }
}

extension ODPCursor {
    /// Not there, or there without saying anything.
    fileprivate var isMissing: Bool {
        switch json {
        case nil, .null?: true
        case .string(let text)?: text.allSatisfy(\.isWhitespace)
        default: false
        }
    }
}
