// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What sources are asked, so that they are asked for nothing they do not have (GS CIM 009, 4.3.6.1).
struct SourceQuestions: Sendable {
    let call: Call
    let selectors: [EntitySelector]
    let interest: Interest
    /// The attributes that are wanted, whole IRIs; nil: all.
    let wanted: Set<String>?

    /// How many selections of entities are asked for one by one.
    private static let most = 16
    /// How often an id is held against what is registered.
    private static let mostTried = 10_000

    /// The attributes a source is asked for: those wanted that it has; nil: all.
    static func attributes(
        of source: Registration, _ interest: Interest, _ wanted: Set<String>?
    ) -> [String]? {
        let has = source.attributes(of: interest)
        return (wanted.map { wanted in has.map(wanted.intersection) ?? wanted } ?? has)?.sorted()
    }

    /// A question for each selection of entities that concerns a source, behind what all of them ask.
    func all(for source: Registration, _ words: TermTable, _ shared: [(String, String)])
        -> [SourcePaging.Question]
    {
        var shared = shared
        if let names = Self.attributes(of: source, interest, wanted) {
            if names.isEmpty { return [] }
            shared.append(("attrs", names.map(words.compact).joined(separator: ",")))
        }
        shared += filters(words)
        let registered = source.information.flatMap(\.entities)
        let isBound = source.information.allSatisfy { !$0.entities.isEmpty }
        let all =
            selectors.isEmpty
            ? [EntitySelector(types: nil, ids: IDSelection(ids: nil, pattern: nil))] : selectors
        return all.prefix(Self.most).compactMap { selector in
            Self.query(selector, isBound ? registered : nil, words).map {
                SourcePaging.Question(source: source, words: words, query: shared + $0)
            }
        }
    }

    /// - Parameter registered: what the source has; nil: it may have anything.
    private static func query(
        _ selector: EntitySelector, _ registered: [RegisteredInformation.Entities]?, _ words: TermTable
    ) -> [(String, String)]? {
        var query: [(String, String)] = []
        let has = registered.map { Set($0.flatMap(\.types)) }
        if let types = selector.types, !types.isAll {
            guard let types = has.map({ types.narrowed(to: $0) }) ?? types else { return nil }
            query.append(("type", types.text(words)))
        } else if let has {
            query.append(("type", has.sorted().map(words.compact).joined(separator: ",")))
        }
        if let ids = selector.ids.ids {
            let known = Self.known(ids, registered)
            guard !known.isEmpty else { return nil }
            query.append(("id", known.joined(separator: ",")))
        } else if let registered, registered.allSatisfy({ $0.id != nil }) {
            query.append(("id", Set(registered.compactMap(\.id)).sorted().joined(separator: ",")))
        }
        if let pattern = selector.ids.pattern {
            query.append(("idPattern", pattern.text))
        } else if selector.ids.ids == nil, registered?.count == 1, let pattern = registered?[0].pattern {
            query.append(("idPattern", pattern.text))
        }
        return query
    }

    /// Those of some ids that a source may have. With very many nobody's pattern is tried.
    private static func known(
        _ ids: [String], _ registered: [RegisteredInformation.Entities]?
    ) -> [String] {
        guard let registered else { return ids }
        let (named, others) = (Set(registered.compactMap(\.id)), registered.filter { $0.id == nil })
        guard ids.count * others.count <= mostTried else { return ids }
        return ids.filter { id in named.contains(id) || others.contains { $0.mayBe(id) } }
    }

    /// The filters, where each entity lies as a whole with somebody, so that each can ask for itself
    /// (4.3.6.7). What the words of a source cannot tell is asked here alone.
    private func filters(_ words: TermTable) -> [(String, String)] {
        guard call.parameters["splitEntities"] == "false" else { return [] }
        return call.told(
            in: words,
            [
                "q", "expandValues", "jsonKeys", "georel", "geometry", "coordinates", "geoproperty", "scopeQ",
            ].compactMap { name in call.parameters[name].map { (name, $0) } }) ?? []
    }
}

extension Call {
    /// Parameters of a query in the words of a source (4.3.6.6); nil: these cannot tell one of them.
    func told(in words: TermTable, _ query: [(String, String)]) -> [(String, String)]? {
        if words === context { return query }
        let names = SubscriptionNames(from: context, to: words)
        let told = query.compactMap { name, text in names.translated(name, text).map { (name, $0) } }
        return told.count == query.count ? told : nil
    }
}

extension TypeSelection {
    /// Without what none of these types has a part in; nil: nothing is left.
    func narrowed(to types: Set<String>) -> TypeSelection? {
        let some = alternatives.filter { !types.isDisjoint(with: $0) }
        return some.isEmpty ? nil : TypeSelection(some)
    }

    /// As it is written in some words.
    func text(_ naming: any Naming) -> String {
        alternatives.map { types in
            let names = types.map(naming.compact).joined(separator: ";")
            return types.count > 1 ? "(\(names))" : names
        }.joined(separator: ",")
    }
}
