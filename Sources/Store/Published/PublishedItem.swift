// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A publication on its way to the commons, and as the commons holds it: whose, of which record
/// and version, since when.
public struct PublishedItem: Sendable, Hashable {
    public let tenant: String
    public let record: RecordID
    public let version: Int
    /// When the act that made it was recorded.
    public let at: Instant
    /// Nil: withdrawn.
    public let publication: Publication?

    public init(
        tenant: String, record: RecordID, version: Int, at: Instant, publication: Publication?
    ) {
        self.tenant = tenant
        self.record = record
        self.version = version
        self.at = at
        self.publication = publication
    }

    var json: JSON {
        [
            "tenant": .string(tenant), "record": .string(record.text),
            "version": .integer(Int64(version)), "at": .string(at.description),
            "publication": publication?.json ?? .null,
        ]
    }

    init?(json: JSON) {
        guard let tenant = json["tenant"]?.asString,
            let record = json["record"]?.asString.flatMap({ RecordID($0) }),
            let version = json["version"]?.asInteger,
            let at = json["at"]?.asString.flatMap({ Instant(iso: $0) })
        else { return nil }
        self.init(
            tenant: tenant, record: record, version: Int(version), at: at,
            publication: json["publication"].flatMap(Publication.init(json:)))
    }
}

extension Publication {
    /// The publication as it travels and is kept.
    var json: JSON {
        [
            "kind": .string(kind), "reference": .string(reference), "title": .string(title),
            "summary": .string(summary), "status": .string(status),
            "place": place?.json ?? .null, "day": day.map { .string($0.description) } ?? .null,
            "columns": .object(
                JSONObject(columns.sorted { $0.key < $1.key }.map { ($0.key, $0.value.plainJSON) })),
            "body": body, "documents": .array(documents.map(\.json)),
        ]
    }

    init?(json: JSON) {
        guard let kind = json["kind"]?.asString, let reference = json["reference"]?.asString,
            let title = json["title"]?.asString, let summary = json["summary"]?.asString,
            let status = json["status"]?.asString, let body = json["body"]
        else { return nil }
        var columns = Values()
        for (name, value) in json["columns"]?.asObject ?? JSONObject() {
            columns[name] = Value(plain: value)
        }
        self.init(
            kind: kind, reference: reference, title: title, summary: summary, status: status,
            place: json["place"].flatMap { try? Geometry(json: $0) },
            day: json["day"]?.asString.flatMap { Day(iso: $0) }, columns: columns, body: body,
            documents: json["documents"]?.asArray?.compactMap(FileReference.init(json:)) ?? [])
    }
}
