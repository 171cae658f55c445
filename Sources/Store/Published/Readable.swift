// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Which versions an audience may read (decision 0010), as conditions on `published p`. Of a record
/// that is not public now there are none; of a kind whose past is `.asItIsNow` only the present
/// one, so that nothing else is shown and nothing else is searched.
struct Readable {
    /// Every kind of publication there is, by name.
    let kinds: [String: PublishedKind]
    let audience: PublishedKind.Audience

    /// The versions that stand.
    /// - Parameter kind: the kind asked for; nil: any.
    func now(of kind: String?) -> [String] { ["p.until_at IS NULL"] + whole(of: kind) }

    /// The versions shown as of a moment.
    /// - Parameters:
    ///   - moment: its place among the statement's arguments.
    ///   - kind: the kind asked for; nil: any.
    func then(_ moment: String, of kind: String?) -> [String] {
        let kept = "(\(stood("p", moment)) AND (p.until_at IS NULL OR \(stands)))"
        let present = "(p.until_at IS NULL AND EXISTS (SELECT 1 FROM published t WHERE "
            + "t.tenant = p.tenant AND t.record = p.record AND \(stood("t", moment))))"
        let past = choose(of: kind, else: kept) { $0.past == .asItIsNow ? present : kept }
        return [past] + whole(of: kind)
    }

    /// The versions shown of a record.
    var ever: [String] {
        let stands = stands
        let past = choose(of: nil, else: stands) { $0.past == .asItIsNow ? "FALSE" : stands }
        return ["(p.until_at IS NULL OR \(past))"] + whole(of: nil)
    }

    /// Kinds that this audience may not read.
    private var closed: [String] {
        audience == .members
            ? [] : kinds.values.filter { $0.audience == .members }.map(\.name).sorted()
    }

    /// Of a kind that is open to the audience.
    private func open(of kind: String?) -> [String] {
        if let kind { return closed.contains(kind) ? ["FALSE"] : [] }
        return closed.isEmpty ? [] : [isOpen("p")]
    }

    /// Whether what is published under this name is of a kind that is open to the audience.
    private func isOpen(_ name: String) -> String {
        let closed = closed.map { "'\($0)'" }.joined(separator: ", ")
        return closed.isEmpty ? "TRUE" : "\(name).kind NOT IN (\(closed))"
    }

    /// Of a kind that is open, and of one that is part of another record, whether that is public now.
    private func whole(of kind: String?) -> [String] {
        open(of: kind) + parts(of: kind)
    }

    private func parts(of kind: String?) -> [String] {
        let condition = choose(of: kind, else: "TRUE") { kind in
            guard let column = kind.partOf else { return "TRUE" }
            return "EXISTS (SELECT 1 FROM \(kind.table) o JOIN published w ON "
                + "w.tenant = p.tenant AND w.record = o.\(column) AND w.until_at IS NULL "
                + "AND \(isOpen("w")) WHERE o.item = p.item)"
        }
        return condition == "TRUE" ? [] : [condition]
    }

    /// The condition for a kind; for any, that of each.
    private func choose(
        of kind: String?, else usual: String, _ condition: (PublishedKind) -> String
    ) -> String {
        if let kind { return kinds[kind].map(condition) ?? usual }
        let others = kinds.values.sorted { $0.name < $1.name }.map { ($0.name, condition($0)) }
            .filter { $0.1 != usual }
        if others.isEmpty { return usual }
        let cases = others.map { "WHEN '\($0)' THEN \($1)" }.joined(separator: " ")
        return "CASE p.kind \(cases) ELSE \(usual) END"
    }

    private func stood(_ name: String, _ moment: String) -> String {
        "(\(name).recorded_at <= \(moment) "
            + "AND (\(name).until_at IS NULL OR \(name).until_at > \(moment)))"
    }

    /// Whether the audience may read the record now.
    private var stands: String {
        "EXISTS (SELECT 1 FROM published n WHERE n.tenant = p.tenant AND n.record = p.record "
            + "AND n.until_at IS NULL AND \(isOpen("n")))"
    }
}
