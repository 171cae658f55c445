// SPDX-License-Identifier: EUPL-1.2

/// A document a record points at: what it is called, what it is, and where it lies by content.
public struct FileReference: Sendable, Hashable, Codable {
    /// The SHA-256 of the content, 64 lower-case hexadecimal digits: its address in the store.
    public var digest: String
    /// The name it came with, cleaned of folders and control characters.
    public var name: String
    /// The media type its content was recognised as, never the one it claimed.
    public var type: String
    /// Its length in bytes.
    public var size: Int
    /// What it is for, such as `site_plan`; empty if nobody said.
    public var label: String

    public init(digest: String, name: String, type: String, size: Int, label: String = "") {
        self.digest = digest
        self.name = name
        self.type = type
        self.size = size
        self.label = label
    }

    /// The reference as it is stored and sent.
    public var json: JSON {
        .object([
            "digest": .string(digest), "label": .string(label), "name": .string(name),
            "size": .integer(Int64(size)), "type": .string(type),
        ])
    }

    /// A reference read back; nil if it is not one.
    public init?(json: JSON) {
        guard let digest = json["digest"]?.asString, digest.utf8.count == 64,
            let name = json["name"]?.asString, let type = json["type"]?.asString,
            let size = json["size"]?.asWholeNumber
        else { return nil }
        self.init(
            digest: digest, name: name, type: type, size: Int(size),
            label: json["label"]?.asString ?? "")
    }
}
