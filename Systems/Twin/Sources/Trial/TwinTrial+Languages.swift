// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is asked.
extension TwinTrial {
    private static let naming = TermTable.core

    static func query(_ given: TrialInput) -> String? {
        guard
            let condition = try? QueryLanguage.condition(
                given.text(0), naming: naming, expandValues: ["kind"])
        else { return nil }
        let first = condition.terms.first?.path.first ?? ""
        for entity in given.entities(1) {
            _ = condition.matches(entity, linked: TrialInput.linked)
            let isFound = condition.matches(entity)
            for part in condition.indexable {
                var index = AttributeIndex(part.attribute)
                index.change(7, from: nil, to: entity)
                let found = index.entities(passing: part.test, atMost: 1_000)
                if isFound, let found, found != [7] {
                    return "an index of \(part.attribute) finds too little"
                }
            }
            if condition.linkDepth == 0,
                condition.settled(in: entity, butFor: first).matches(entity) != isFound
            {
                return "settled but for \(first), it is another question"
            }
        }
        return nil
    }

    static func scopes(_ given: TrialInput) -> String? {
        let query = try? ScopeQuery(given.text(0))
        _ = query?.matches(given.lines(1))
        _ = query?.matches(TrialInput.known.scope)
        _ = given.lines(1).map(NameRules.isScope)
        return nil
    }

    static func types(_ given: TrialInput) -> String? {
        guard let selection = try? TypeSelection(given.text(0), naming: naming) else { return nil }
        let types = given.lines(1).map(naming.expand)
        let isMet = selection.matches(types)
        if isMet, let one = selection.indexable, Set(one).isDisjoint(with: types) {
            return "what matches has none of the types that are looked under"
        }
        _ = selection.text(naming)
        _ = selection.narrowed(to: Set(types))
        return nil
    }

    static func place(_ given: TrialInput) -> String? {
        let parameters = given.parameters(["georel", "geometry", "coordinates", "geoproperty"])
        guard let query = try? GeoQuery(parameters: parameters, naming: naming) else { return nil }
        for entity in given.entities(4) {
            guard query.matches(entity), let bounds = query.bounds, query.path.links.isEmpty,
                query.path.members.isEmpty, query.path.names.count == 1
            else { continue }
            var index = PlaceIndex(query.path.first)
            index.change(7, from: nil, to: entity)
            if let found = index.entities(in: bounds), found != [7] { return "an index finds too little" }
        }
        return nil
    }

    static func pattern(_ given: TrialInput) -> String? {
        guard let pattern = try? Pattern(given.text(0)) else { return nil }
        let text = given.text(1)
        if pattern.matches(text), !text.utf8.starts(with: pattern.prefix.utf8) {
            return "what matches does not begin as it must"
        }
        _ = pattern.matches(given.text(0))
        return nil
    }

    static func projection(_ given: TrialInput) -> String? {
        let pick = given.said(0).flatMap { try? Projection($0, naming: naming, at: "?pick") }
        let omit = given.said(1).flatMap { try? Projection($0, naming: naming, at: "?omit") }
        let names = given.said(2).flatMap { try? NameList.split($0, at: "?attrs", clause: "") }
        let attributes = names.flatMap { try? AttributeNames($0, naming: naming) }
        for entity in given.entities(4) {
            for form in [Representation.Form.normalized, .concise, .simplified] {
                var representation = Representation(naming, form: form)
                representation.picking = Picks(attributes: attributes, pick: pick, omit: omit)
                representation.language = given.said(3).flatMap(LanguageChoice.init)
                representation.joining = .init(level: 3, find: TrialInput.linked)
                if let wrong = unreadable({ representation.write(entity, into: &$0) }) { return wrong }
                let geo = GeoJSONWriting(representation: representation)
                if let wrong = unreadable({ geo.write([entity], into: &$0) }) { return wrong }
            }
        }
        return nil
    }

    static func ordering(_ given: TrialInput) -> String? {
        let parameters = given.parameters(["orderBy", "orderFrom", "orderGeometry", "collation"])
        guard let ordering = (try? Ordering(parameters: parameters, naming: naming)) ?? nil else {
            return nil
        }
        let keys = (given.entities(4) + given.entities(5)).map(ordering.key)
        for one in keys {
            for other in keys {
                guard ordering.precedes(one, other) else { continue }
                if ordering.precedes(other, one) { return "each of two comes before the other" }
                if keys.contains(where: { ordering.precedes(other, $0) && !ordering.precedes(one, $0) }) {
                    return "what comes before something does not come before what follows it"
                }
            }
        }
        return nil
    }

    static let timing = ["timerel", "timeAt", "endTimeAt", "timeproperty", "lastN"]

    static func moments(_ given: TrialInput) -> String? {
        _ = try? TemporalQuery(parameters: given.parameters(timing), isRequired: true)
        if let length = ISODuration(given.text(5)) {
            let end = length.step(1, from: TrialInput.now)
            guard end >= TrialInput.now else { return "a length of time leads backwards" }
            guard length.step(2, from: TrialInput.now) >= end else { return "twice as long is shorter" }
        }
        guard let moment = Stamp(given.text(6)) else { return nil }
        guard Stamp(moment.description) == moment else { return "a moment is read as another" }
        var writer = JSONWriter()
        writer.value(moment)
        let written = String(decoding: writer.bytes, as: UTF8.self)
        return written == "\"\(moment)\"" ? nil : "a moment is written as \(written)"
    }

    static func headers(_ given: TrialInput) -> String? {
        if let address = LinkHeader.context(in: given.text(0)),
            LinkHeader.context(in: LinkHeader.naming(address)) != address
        {
            return "an address is read as another"
        }
        for operation in TwinOperation.all { _ = try? operation.media(given.said(1)) }
        _ = LanguageChoice(given.text(3))?.choose(from: ["en": "yes", "fr-CH": ["oui"], "@none": "?"])
        _ = NameRules.isLanguageTag(given.text(3))
        guard let edition = Edition.preferred(in: given.text(2)) else { return nil }
        _ = given.json(4).map(edition.amended)
        let old = edition.form(of: TrialInput.known, naming)
        return unreadable { Representation(naming).write(old, into: &$0) }
    }

    /// Why what is written is no JSON; nil: it is.
    static func unreadable(_ write: (inout JSONWriter) -> Void) -> String? {
        var writer = JSONWriter()
        write(&writer)
        do {
            _ = try JSON(parsing: writer.bytes, limits: JSON.Limits(depth: 1_000))
            return nil
        } catch {
            return "what is written is no JSON: \(error): \(String(decoding: writer.bytes, as: UTF8.self))"
        }
    }
}
