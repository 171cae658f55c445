// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// How histories are shown to whoever asked (GS CIM 009, 4.5.6 to 4.5.9, 4.5.19 and 6.3.12).
struct HistoryShowing: Sendable {
    private let call: Call
    private let query: TemporalQuery
    private let writing: HistoryWriting
    let aggregation: Aggregation?
    private let isSimplified: Bool
    /// Whether attributes are asked for by their names.
    private let areNamed: Bool

    /// - Parameter aggregation: how they are brought together, where a body says it.
    init(
        _ call: Call, _ query: TemporalQuery, attributes: AttributeNames?, aggregation: Aggregation? = nil
    ) throws {
        let options = call.options
        guard !options.isSuperset(of: ["temporalValues", "aggregatedValues"]) else {
            throw TwinProblem.invalid(
                "Of temporalValues and aggregatedValues only one can be.", at: "?options", clause: "6.3.12")
        }
        self.aggregation = options.contains("aggregatedValues")
            ? try aggregation ?? Aggregation(parameters: call.parameters) : Optional.none
        isSimplified = !options.isDisjoint(with: ["temporalValues", "simplified", "keyValues"])
        var inner = call
        for name in ["format", "join", "joinLevel"] { inner.parameters[name] = nil }
        inner.parameters["options"] = options.subtracting(Self.forms).sorted().joined(separator: ",")
        writing = HistoryWriting(try inner.representation(attributes: attributes), query)
        areNamed = attributes != nil || call.parameters["pick"] != nil
        (self.call, self.query) = (call, query)
    }

    private static let forms: Set<String> = ["temporalValues", "aggregatedValues"]

    /// One history.
    func answer(_ page: HistoryPage, alone history: History) throws -> Response {
        var writer = JSONWriter(capacity: 4_096)
        try write(history, into: &writer)
        return answer(page, writer.bytes, [])
    }

    /// The histories of a page.
    func answer(_ page: HistoryPage, more: [(String, String)]) throws -> Response {
        var writer = JSONWriter(capacity: 4_096)
        try writer.array { writer in
            for history in page.histories { try write(history, into: &writer) }
        }
        return answer(page, writer.bytes, more)
    }

    /// 206 where there is more than is answered (6.3.10).
    private func answer(_ page: HistoryPage, _ bytes: [UInt8], _ more: [(String, String)]) -> Response {
        let range = page.contentRange.map { [("content-range", $0)] } ?? []
        return call.edited(call.answer(bytes, status: range.isEmpty ? 200 : 206, more: more + range))
    }

    private func write(_ history: History, into writer: inout JSONWriter) throws {
        let context = call.contextInBody
        let history = call.edited(history)
        if let aggregation {
            let shown = writing.shown(history)
            let series = try shown.brought
                + aggregation.series(of: shown, query, areNamed: areNamed && shown.brought.isEmpty)
            writing.write(series, aggregation, of: history, into: &writer, context: context)
        } else if isSimplified {
            writing.writeValues(history, into: &writer, context: context)
        } else {
            writing.write(history, into: &writer, context: context)
        }
    }
}

extension History {
    /// Without anything that was said.
    var bare: History {
        var bare = self
        (bare.attributes, bare.scope) = ([], [])
        return bare
    }
}
