// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A file the case names. Only its description is sent; the file lies where its address says.
public struct ODPDocument: Sendable, Hashable {
    /// The sender's own id.
    public var id: String?
    public var name: String
    /// What it shows, such as `sitePlan.existing`.
    public var types: [ODPTerm] = []
    /// What it belongs to: `application`, `appeal`, `specialist` …
    public var association: String?
    public var description: String?
    /// Where the file lies, with all it says. Officers only.
    public var address: String?
    /// Where a copy lies from which private matter was taken out.
    public var redactedAddress: String?
    public var version: Int?
    public var bytes: Int?
    public var mediaType: String?
    public var createdAt: Instant?
    public var submittedAt: Instant?
    public var validatedAt: Instant?
    public var publishedAt: Instant?
    /// A later version has taken its place.
    public var isSuperseded = false
    public var supersededAt: Instant?

    /// Where the public finds it: only a redacted copy, and only once it has been published.
    public var publicAddress: String? { publishedAt == nil ? nil : redactedAddress }

    init?(_ at: ODPCursor, association: String) {
        guard at.isObject else { return nil }
        let sent = at["name"].text()
        address = at["url"].text() ?? sent.flatMap { $0.contains("://") ? $0 : nil }
        redactedAddress = at["redactedUrl"].text()
        guard let label = sent ?? address ?? redactedAddress else { return nil }
        name = ODPDocument.fileName(label)
        types = ODPTerm.list(at["type"])
        self.association = at["association"].text() ?? association
        description = at["description"].text()
        version = at["version"].count()
        id = at["id"].label()
        supersededAt = at["supersededAt"].instant()
        isSuperseded = at["superseded"].flag() ?? (supersededAt != nil)
        let more = at["metadata"]
        bytes = more["size"]["bytes"].count()
        mediaType = more["mimeType"].text()
        createdAt = more["createdAt"].instant()
        submittedAt = more["submittedAt"].instant()
        validatedAt = more["validatedAt"].instant() ?? more["validAt"].instant()
        publishedAt = more["publishedAt"].instant()
    }

    /// The same file as another place of the case tells of it: what only that one says is kept,
    /// but for what makes it public.
    func completed(by other: ODPDocument) -> ODPDocument {
        var whole = self
        whole.id = id ?? other.id
        whole.types += other.types.filter { !types.contains($0) }
        whole.description = description ?? other.description
        whole.version = version ?? other.version
        whole.bytes = bytes ?? other.bytes
        whole.mediaType = mediaType ?? other.mediaType
        whole.createdAt = createdAt ?? other.createdAt
        whole.submittedAt = submittedAt ?? other.submittedAt
        whole.validatedAt = validatedAt ?? other.validatedAt
        return whole
    }

    /// The last part of an address, with its escapes undone.
    private static func fileName(_ text: String) -> String {
        guard text.contains("://") else { return text }
        let path = text.prefix { $0 != "?" && $0 != "#" }
        let last = path.split(separator: "/").last.map(String.init) ?? text
        let plain = ODPCursor.tidy(last.removingPercentEncoding ?? last)
        return plain.isEmpty ? text : plain
    }
}
