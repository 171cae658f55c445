// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// An entity that was, with what it is and what it has been.
struct KeptEntity: Sendable {
    let id: String
    /// Nil: it is not there.
    let entity: Entity?
    let past: EntityHistory?
    /// That it is what the register shows; nil: it is not.
    var mark: PublishedMark?
}

/// The parts of what a twin holds, each as bytes: the same bytes for the same contents, however they came
/// about.
struct CheckpointPacking {
    /// How many entities, or changes of documents, one part holds.
    static let size = 256
    private static let documents = 1_024

    let contents: Contents

    /// The numbers that each of the parts of entities holds.
    var ranges: [Range<Int>] {
        stride(from: 0, to: contents.ids.end, by: Self.size).map {
            $0..<min($0 + Self.size, contents.ids.end)
        }
    }

    func entities(_ numbers: Range<Int>) -> [UInt8] {
        var writer = PackWriter()
        writer.count(numbers.lowerBound)
        writer.count(numbers.count)
        for number in numbers {
            guard let id = contents.ids[number] else {
                writer.count(0)
                continue
            }
            let (entity, past) = (contents.shelf[number]?.entity, contents.pasts[number])
            writer.count(1 + (entity == nil ? 0 : 1) + (past == nil ? 0 : 2))
            writer.text(id)
            writer.name(contents.published[number]?.rawValue ?? "")
            if let entity { writer.entity(entity) }
            if let past { writer.history(past) }
        }
        return writer.bytes
    }

    /// Where each part of changes of documents begins.
    var documentStarts: [Int] {
        Array(stride(from: 0, to: contents.documentChanges.count, by: Self.documents))
    }

    func documents(from start: Int) -> [UInt8] {
        var writer = PackWriter()
        let changes = contents.documentChanges[start...].prefix(Self.documents)
        writer.list(Array(changes)) { writer, change in
            writer.stamp(change.at)
            writer.name(change.sort)
            writer.text(change.id)
            writer.json(change.json ?? .null)
        }
        return writer.bytes
    }
}

/// What a part holds.
enum CheckpointUnpacking {
    static func entities(_ bytes: [UInt8]) throws(PackReader.Damaged) -> [(number: Int, kept: KeptEntity)] {
        var reader = PackReader(bytes)
        let first = try reader.index()
        guard first < 1 << 40 else { throw PackReader.Damaged() }
        var list: [(number: Int, kept: KeptEntity)] = []
        for number in 0..<(try reader.count()) {
            let what = try reader.index()
            guard what > 0 else { continue }
            let id = try reader.text()
            let mark = PublishedMark(rawValue: try reader.name())
            let entity = (what - 1) & 1 == 0 ? nil : try reader.entity(id)
            let past = (what - 1) & 2 == 0 ? nil : try reader.history()
            list.append((first + number, KeptEntity(id: id, entity: entity, past: past, mark: mark)))
        }
        guard reader.isAtEnd else { throw PackReader.Damaged() }
        return list
    }

    static func documents(_ bytes: [UInt8]) throws(PackReader.Damaged) -> [Contents.DocumentChange] {
        var reader = PackReader(bytes)
        let list = try reader.list { reader throws(PackReader.Damaged) in
            let at = try reader.stamp()
            let (sort, id) = (try reader.name(), try reader.text())
            let json = try reader.json()
            return Contents.DocumentChange(
                at: at, sort: sort, id: id, json: json.isNull ? Optional.none : json)
        }
        guard reader.isAtEnd else { throw PackReader.Damaged() }
        return list
    }
}
