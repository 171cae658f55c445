// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What a message becomes by the mapping of its feed.
struct FeedReading: Sendable {
    private(set) var bodies: [JSONObject] = []
    private(set) var fragments: [Fragment] = []
    /// What is wrong with it; nil: nothing is. What is right of a message with several readings is taken.
    private(set) var trouble: Phrase?

    init(
        topic: String, payload: some Sequence<UInt8>, _ kind: FeedPayload, _ mapping: ImportMapping,
        _ naming: any Naming, at now: Stamp
    ) {
        do throws(MappedRow.Wrong) {
            for fields in try kind.rows(topic: topic, payload: payload) {
                do throws(MappedRow.Wrong) {
                    let row = try MappedRow(
                        mapping.row(of: fields), by: mapping, naming: naming, at: now)
                    bodies.append(row.body)
                    fragments.append(row.fragment)
                } catch {
                    trouble = trouble ?? error.phrase
                }
            }
        } catch {
            trouble = error.phrase
        }
    }
}

extension ImportMapping {
    /// A value for each column, of those that have one.
    fileprivate func row(of fields: FeedPayload.Fields) -> [JSON?] {
        let values = Dictionary(fields.map { ($0.head, $0.value) }) { first, _ in first }
        return columns.map { values[$0.head] }
    }

    /// A guess for the messages of a feed: what a topic leaves open (`+`) is the id, the rest of it nothing.
    init(guessing fields: FeedPayload.Fields, _ filters: [String], _ topic: String) {
        self.init(guessing: fields.map(\.head))
        let levels = min(
            FeedPayload.mostOfTopic, topic.split(separator: "/", omittingEmptySubsequences: false).count)
        let open = filters.lazy.filter { Self.matches($0, topic) }.compactMap { filter in
            filter.split(separator: "/", omittingEmptySubsequences: false).firstIndex { "+#".contains($0) }
        }.first
        let hasID = columns.dropFirst(levels).contains { $0.use == .id }
        for index in columns.indices.prefix(levels) {
            columns[index].use = !hasID && index == min(open ?? levels - 1, levels - 1) ? .id : .skip
        }
    }

    /// Whether a topic is among those a filter means.
    static func matches(_ filter: String, _ topic: String) -> Bool {
        let wanted = filter.split(separator: "/", omittingEmptySubsequences: false)
        let levels = topic.split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in wanted.enumerated() {
            if part == "#" { return true }
            guard index < levels.count, part == "+" || part == levels[index] else { return false }
        }
        return wanted.count == levels.count
    }
}
