// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

/// Types and attributes that sources have (GS CIM 009, 5.7.5 to 5.7.11): each is asked what was asked here.
struct FederatedDiscovery: Sendable {
    /// What is asked; names are whole.
    enum Question: Sendable {
        case types(isDetailed: Bool)
        case type(String)
        case attributes(isDetailed: Bool)
        case attribute(String)

        fileprivate var operation: SourceOperation {
            switch self {
            case .types(isDetailed: false): .retrieveEntityTypes
            case .types(isDetailed: true): .retrieveEntityTypeDetails
            case .type: .retrieveEntityTypeInfo
            case .attributes(isDetailed: false): .retrieveAttrTypes
            case .attributes(isDetailed: true): .retrieveAttrTypeDetails
            case .attribute: .retrieveAttrTypeInfo
            }
        }

        /// Who may have something of it.
        fileprivate var interest: Interest {
            switch self {
            case .type(let name):
                Interest(entities: [.init(types: [[name]], ids: nil)], attributes: nil)
            case .attribute(let name): Interest(entities: [], attributes: [name])
            default: Interest(entities: [], attributes: nil)
            }
        }

        fileprivate func path(_ words: TermTable) -> [String] {
            switch self {
            case .types: ["types"]
            case .type(let name): ["types", words.compact(name)]
            case .attributes: ["attributes"]
            case .attribute(let name): ["attributes", words.compact(name)]
            }
        }

        fileprivate var query: [(String, String)] {
            switch self {
            case .types(isDetailed: true), .attributes(isDetailed: true): [("details", "true")]
            default: []
            }
        }
    }

    private let federation: Federation
    /// How many names of one source are taken.
    private static let most = 10_000

    init?(_ call: Call) throws {
        guard let federation = try Federation(call) else { return nil }
        self.federation = federation
    }

    /// What sources say, and who did not answer.
    func ask(_ question: Question) async throws -> (known: [KnownNames], warnings: [String]) {
        let sources = federation.matching(question.interest, for: question.operation)
        guard try !federation.refuseLoop(sources) else { return ([], []) }
        var (known, warnings): ([KnownNames], [String]) = ([], [])
        var questions: [(Registration, TermTable, OutgoingRequest)] = []
        for source in sources {
            guard let words = await federation.words(source, warning: &warnings) else { continue }
            let request = federation.request(
                .get, question.path(words), question.query, to: source, words: words)
            questions.append((source, words, request))
        }
        for answer in await federation.ask(questions) {
            if let warning = answer.warning { warnings.append(warning) }
            guard answer.isDone, let json = answer.json else { continue }
            known += Self.read(json, answer.words)
        }
        return (known, warnings)
    }

    private static func read(_ json: JSON, _ words: TermTable) -> [KnownNames] {
        if let names = json["typeList"]?.texts {
            return names.prefix(most).map { KnownNames(type: words.expand($0)) }
        }
        if let names = json["attributeList"]?.texts {
            return names.prefix(most).map { KnownNames(attributes: [.init(words.expand($0))]) }
        }
        return (json.asArray ?? [json]).prefix(most).compactMap { item in
            if let name = item["attributeName"]?.asString {
                return KnownNames(attributes: [attribute(item, name, words)])
            }
            guard let name = item["typeName"]?.asString ?? item["id"]?.asString else { return nil }
            var known = KnownNames(type: words.expand(name))
            known.count = count(item["entityCount"])
            known.attributes = (item["attributeNames"]?.texts ?? []).prefix(most)
                .map { .init(words.expand($0)) }
            known.attributes += (item["attributeDetails"]?.asArray ?? []).prefix(most).compactMap { detail in
                (detail["attributeName"] ?? detail["id"])?.asString.map { attribute(detail, $0, words) }
            }
            return known
        }
    }

    private static func attribute(_ json: JSON, _ name: String, _ words: TermTable) -> KnownNames.Attribute {
        var attribute = KnownNames.Attribute(words.expand(name))
        attribute.kinds = Set((json["attributeTypes"]?.texts ?? []).compactMap(AttributeKind.init(rawValue:)))
        attribute.types = Set((json["typeNames"]?.texts ?? []).prefix(most).map(words.expand))
        attribute.count = count(json["attributeCount"])
        return attribute
    }

    /// What is counted; sources may say anything, and all of it is added up.
    private static func count(_ json: JSON?) -> Int { min(max(Int(json?.asInteger ?? 0), 0), 1 << 40) }
}

/// What a source says of a type and its attributes, or of attributes alone. All names are whole.
struct KnownNames: Sendable {
    struct Attribute: Sendable {
        let name: String
        var kinds: Set<AttributeKind> = []
        /// Types that have it.
        var types: Set<String> = []
        /// How many instances of it there are, as far as it is said.
        var count = 0

        init(_ name: String) { self.name = name }
    }

    var type: String?
    /// How many entities of the type there are, as far as it is said.
    var count = 0
    var attributes: [Attribute] = []
}
