// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// What a twin held after one of its lines, kept beside the ledger, so that a start reads this and only
/// the lines after it. It consists of parts that are known by their digests: what did not change since the
/// checkpoint before lies there once. This is the list of them, sealed in the ledger; without it they are
/// nothing, so that a checkpoint is whole or not there.
struct Checkpoint: Sendable, Equatable {
    /// The form of what is written. Earlier ones must stay readable, since the lines may be gone.
    static let edition = 1
    static let start = "checkpoint/"

    /// The last line that is in it.
    let line: Int
    /// That line's digest.
    let digest: String
    /// The latest moment anything in it was done at.
    let latest: Stamp
    /// One more than the highest number of an entity.
    let end: Int
    let horizons: [String: Stamp]
    /// The digests of its parts, in their order: entities by their numbers, then documents.
    let entities: [String]
    let documents: [String]

    var parts: [String] { entities + documents }

    /// The key it is kept under: they stand in the order of their lines.
    var key: String { Self.key(line) }

    static func key(_ line: Int) -> String {
        let digits = String(line)
        return start + String(repeating: "0", count: max(0, 16 - digits.utf8.count)) + digits
    }

    init(_ contents: borrowing Contents, after line: LedgerLine, entities: [String], documents: [String]) {
        (self.line, digest) = (line.number, line.digest)
        (latest, end, horizons) = (contents.latest, contents.ids.end, contents.horizons)
        (self.entities, self.documents) = (entities, documents)
    }

    private var json: JSONObject {
        [
            "edition": .integer(Self.edition), "line": .integer(line), "digest": .string(digest),
            "latest": .integer(latest.microseconds), "end": .integer(end),
            "horizons": .object(
                JSONObject(
                    horizons.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value.microseconds)) })),
            "entities": .array(entities.map(JSON.string)), "documents": .array(documents.map(JSON.string)),
        ]
    }

    /// As it is kept, with a digest of all it says.
    var text: String {
        var json = json
        json["seal"] = .string(Digest.of(JSON.object(json).canonical))
        return JSON.object(json).text()
    }

    /// Nil: it is none, or not what was written.
    init?(_ text: String) {
        guard let json = try? JSON(parsing: text), json["edition"]?.asInteger == Int64(Self.edition),
            let line = json["line"]?.asInteger, let digest = json["digest"]?.asString,
            let latest = json["latest"]?.stamp, let end = json["end"]?.asInteger,
            let entities = json["entities"]?.texts, let documents = json["documents"]?.texts
        else { return nil }
        (self.line, self.digest, self.latest, self.end) = (Int(line), digest, latest, Int(end))
        (self.entities, self.documents) = (entities, documents)
        var horizons: [String: Stamp] = [:]
        for (type, moment) in json["horizons"]?.asObject ?? [:] { horizons[type] = moment.stamp }
        self.horizons = horizons
        guard Digest.of(JSON.object(self.json).canonical) == json["seal"]?.asString else { return nil }
    }
}

/// One part as it lies beside the ledger: under its digest, in rows that are not too long.
struct CheckpointPart: Sendable {
    static let start = "part/"
    /// A multiple of three, so that each row stands by itself as base 64.
    private static let longest = 196_608

    let digest: String
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        digest = Digest.of(bytes)
    }

    static func start(of digest: String) -> String { "\(start)\(digest)/" }

    /// What the keys of all rows of the part begin with that a row belongs to.
    static func start(ofRow key: String) -> String {
        key.lastIndex(of: "/").map { String(key[...$0]) } ?? key
    }

    /// What is kept under which keys.
    var rows: [(key: String, content: String)] {
        stride(from: 0, to: max(bytes.count, 1), by: Self.longest).enumerated().map { index, place in
            let row = Data(bytes[place..<min(place + Self.longest, bytes.count)])
            let number = String(index)
            let zeros = String(repeating: "0", count: max(0, 6 - number.utf8.count))
            return (Self.start(of: digest) + zeros + number, row.base64EncodedString())
        }
    }

    /// The bytes of a part; nil: it is not there, or not what it was.
    static func bytes(_ digest: String, in ledger: Ledger) throws -> [UInt8]? {
        var bytes: [UInt8] = []
        var last = ""
        while true {
            let rows = try ledger.kept(beginning: start(of: digest), after: last, limit: 16)
            for row in rows {
                guard let data = Data(base64Encoded: row.content) else { return nil }
                bytes.append(contentsOf: data)
                last = row.key
            }
            if rows.count < 16 { break }
        }
        return Digest.of(bytes) == digest ? bytes : nil
    }
}
