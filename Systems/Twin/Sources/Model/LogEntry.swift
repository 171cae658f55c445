// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// One thing that was done, as a line of the twin's ledger holds it: when, by whom, and what came of it.
/// A line of the ledger holds those of one commit, each in a row of its own.
struct LogEntry: Sendable {
    enum Content: Sendable {
        case entity(LoggedChange)
        case past(PastChange)
        /// A subscription, a registration, a context, a branch: kept as JSON under its sort and id; nil:
        /// gone.
        case document(sort: String, id: String, JSON?)
        /// What was before a moment is known no more.
        case forgetting(Forgetting)
    }

    let at: Stamp
    let by: String
    let content: Content

    func write(into bytes: inout [UInt8]) {
        bytes.append(contentsOf: String(at.microseconds).utf8)
        bytes.append(UInt8(ascii: "\t"))
        bytes.append(contentsOf: by.utf8)
        bytes.append(UInt8(ascii: "\t"))
        switch content {
        case .entity(let change):
            bytes.append(UInt8(ascii: "E"))
            bytes.append(contentsOf: change.encoded())
        case .past(let change):
            bytes.append(UInt8(ascii: "T"))
            bytes.append(contentsOf: change.json.encoded())
        case .document(let sort, let id, let json):
            bytes.append(UInt8(ascii: "D"))
            bytes.append(contentsOf: JSON.array([.string(sort), .string(id), json ?? .null]).encoded())
        case .forgetting(let forgetting):
            bytes.append(UInt8(ascii: "F"))
            bytes.append(contentsOf: forgetting.json.encoded())
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The entries of a line: of one that the ledger itself wrote, or that says nothing any more, none.
    /// - Throws: `Fault` for one that cannot be read.
    static func entries(of line: LedgerLine) throws -> [LogEntry] {
        line.notice == nil ? try entries(in: line.content) : []
    }

    static func entries(in text: String) throws -> [LogEntry] {
        try text.utf8.split(separator: UInt8(ascii: "\n")).map { row in
            guard let entry = try LogEntry(row) else { throw Fault("a row of the twin's log cannot be read") }
            return entry
        }
    }

    private init?(_ row: Substring.UTF8View) throws {
        let parts = row.split(
            separator: UInt8(ascii: "\t"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let time = String(parts[0]).flatMap({ Int64($0) }),
            let by = String(parts[1]), let sort = parts[2].first
        else { return nil }
        at = Stamp(microseconds: time)
        self.by = by
        let bytes = Array(parts[2].dropFirst())
        switch sort {
        case UInt8(ascii: "E"): content = .entity(try LoggedChange(decoding: bytes))
        case UInt8(ascii: "T"):
            guard let change = PastChange(try EntityCode.parsed(bytes)) else { return nil }
            content = .past(change)
        case UInt8(ascii: "D"):
            guard case .array(let items) = try EntityCode.parsed(bytes), items.count == 3,
                let sort = items[0].asString, let id = items[1].asString
            else { return nil }
            content = .document(sort: sort, id: id, items[2].isNull ? Optional<JSON>.none : items[2])
        case UInt8(ascii: "F"):
            guard let forgetting = Forgetting(try EntityCode.parsed(bytes)) else { return nil }
            content = .forgetting(forgetting)
        default: return nil
        }
    }

    init(at: Stamp, by: String, _ content: Content) {
        (self.at, self.by, self.content) = (at, by, content)
    }
}
