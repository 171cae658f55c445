// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Changes as bytes: an array that begins with what it is, `E`ntity, `P`arts or `D`eletion.
extension LoggedChange {
    func encoded() -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.array { write(into: &$0) }
        return writer.bytes
    }

    init(decoding bytes: [UInt8]) throws(TwinProblem) {
        guard case .array(let items) = try EntityCode.parsed(bytes), items.count >= 2 else {
            throw EntityCode.damaged
        }
        switch (items[0], items[1]) {
        case ("E", let entity):
            self = .whole(try EntityCode.entity(entity))
        case ("D", .string(let id)) where items.count == 3:
            guard let stamp = items[2].stamp else { throw EntityCode.damaged }
            self = .deletion(id: id, at: stamp)
        case ("P", .string(let id)) where items.count == 3:
            self = .parts(id: id, try Parts(items[2]))
        default: throw EntityCode.damaged
        }
    }

    private func write(into writer: inout JSONWriter) {
        switch self {
        case .whole(let entity):
            writer.value("E")
            EntityCode.write(entity, into: &writer)
        case .deletion(let id, let stamp):
            writer.value("D")
            writer.value(id)
            writer.value(stamp.microseconds)
        case .parts(let id, let parts):
            writer.value("P")
            writer.value(id)
            parts.write(into: &writer)
        }
    }
}

extension LoggedChange.Parts {
    fileprivate func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("m", modifiedAt.microseconds)
            if let types { writer.array("t") { for type in types { $0.value(type) } } }
            if let scope { writer.array("s") { for text in scope { $0.value(text) } } }
            switch expiresAt {
            case .nothing: break
            case .value(let stamp): writer.field("x", stamp.microseconds)
            case .removed: writer.field("x", JSON.null)
            }
            let times = EntityCode.Times(modifiedAt, modifiedAt)
            if !attributes.isEmpty { EntityCode.write(attributes, times, into: &writer) }
            guard !deleted.isEmpty else { return }
            writer.array("d") { writer in
                for gone in deleted {
                    writer.array { writer in
                        writer.value(gone.name)
                        if let datasetId = gone.datasetId { writer.value(datasetId) }
                    }
                }
            }
        }
    }

    fileprivate init(_ json: JSON) throws(TwinProblem) {
        guard let modified = json["m"]?.stamp else { throw EntityCode.damaged }
        self.init(modifiedAt: modified)
        types = json["t"]?.texts
        scope = json["s"]?.texts
        switch json["x"] {
        case nil: break
        case .null?: expiresAt = .removed
        case let stamp?:
            guard let stamp = stamp.stamp else { throw EntityCode.damaged }
            expiresAt = .value(stamp)
        }
        attributes = try EntityCode.attributes(json["a"], EntityCode.Times(modified, modified))
        for item in json["d"]?.asArray ?? [] {
            guard let texts = item.texts, let name = texts.first, texts.count <= 2 else {
                throw EntityCode.damaged
            }
            deleted.append(LoggedChange.Deleted(name: name, datasetId: texts.count == 2 ? texts[1] : nil))
        }
    }
}
