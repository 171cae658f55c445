// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A record as everyone may see it now, if they may.
public struct PublicRecord: Sendable {
    public let kind: RecordKind
    public let id: RecordID
    /// When the version that stands was recorded.
    public let recordedAt: Instant
    /// Nil: nothing of it is there for everyone, or not any more.
    public let shown: Shown?

    /// What everyone may see.
    public struct Shown: Sendable {
        /// The values of open fields that are public. Personal ones are not among them, whoever may
        /// read them: they can be erased, and what is copied could not be.
        public let values: Values
        /// How it stands, in the public's terms.
        public let status: String
        /// Where it is read; nil: nowhere by itself.
        public let path: String?
        /// Whether versions that have been replaced may be shown (decision 0010).
        public let showsPast: Bool
    }
}

extension PublicRecord {
    /// One of a tenant's own records, by what is published of it.
    init(_ row: StoredRow, _ kind: RecordKind, _ publication: Publication, _ published: PublishedKind,
        of tenant: String
    ) {
        let isReadable = kind.permits(.visitor, toRead: row.grounds)
        let values = row.values.filter { name, value in
            guard let field = kind.field(name), field.privacy == .open else { return false }
            return isReadable || publication.says(value, of: field)
        }
        let own = "/t/\(tenant)/\(kind.system)/\(kind.plural)/\(row.id.text)"
        let declared = published.page.map { page in
            page.replacing(":tenant", with: tenant).replacing(":record", with: row.id.text)
                .filling { publication.columns[$0] }
        }
        self.init(
            kind: kind, id: row.id, recordedAt: row.recordedAt,
            shown: Shown(
                values: values, status: publication.status, path: declared ?? (isReadable ? own : nil),
                showsPast: published.past == .kept && !kind.hidesPast
                    && values.keys.allSatisfy { !published.takenBack.contains($0) }))
    }

    /// One of the commons, about a tenant.
    init(_ row: StoredRow, _ kind: RecordKind, about: LinkedTerms.About) {
        let isReadable = about.states.contains(row.state) && kind.permits(.visitor, toRead: row.grounds)
        let values = kind.visible(row.grounds, to: .visitor).filter { name, _ in
            kind.field(name)?.privacy == .open
        }
        self.init(
            kind: kind, id: row.id, recordedAt: row.recordedAt,
            shown: isReadable
                ? Shown(
                    values: values, status: row.state.rawValue, path: about.page.filling { values[$0] },
                    showsPast: !kind.hidesPast)
                : nil)
    }
}

extension Publication {
    /// Whether it says what is in a field: under the field's name, or as one of the things every kind
    /// says.
    fileprivate func says(_ value: Value, of field: FieldDescription) -> Bool {
        if value.isNull { return false }
        let told = body[field.name] ?? body[field.name.asMember]
        if let told, !told.isNull { return true }
        switch field.kind {
        case .geometry: return place.map { $0.stored == value } ?? false
        case .day: return day.map { $0.stored == value } ?? false
        case .text, .longText:
            return value.text.map { [reference, title, summary].contains($0) && !$0.isEmpty } ?? false
        default: return columns[field.name] == value
        }
    }
}

extension String {
    /// `startsOn` for `starts_on`.
    var asMember: String {
        let parts = split(separator: "_")
        return parts.dropFirst().reduce(String(parts.first ?? "")) {
            $0 + $1.prefix(1).uppercased() + $1.dropFirst()
        }
    }

    /// The same path with the values of fields where their names stand after a colon; what has no value
    /// stands empty.
    fileprivate func filling(_ value: (String) -> Value?) -> String {
        var path = split(separator: "/", omittingEmptySubsequences: false).map { part -> String in
            guard part.hasPrefix(":") else { return String(part) }
            return value(String(part.dropFirst()))?.text ?? ""
        }.joined(separator: "/")
        if path.hasSuffix("#") { path.removeLast() }
        return path
    }
}
