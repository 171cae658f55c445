// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// What an export or a backup consists of, and by what each part is known: `manifest.json`. It is
/// written last, so that what has one is whole.
public struct Manifest: Sendable {
    /// The version of this form. A higher one is not read.
    static let format = 1
    static let name = "manifest.json"

    /// Whether it is one tenant's, or the whole network's with its commons.
    public enum Scope: String, Sendable { case tenant, network }

    public let scope: Scope
    /// When the first store of it was looked at.
    public let at: Instant
    /// Whether passwords, sessions and second factors are in it.
    public let hasSecrets: Bool
    public var stores: [StoreCopy] = []
    /// How many documents of each tenant, and a digest of their digests.
    public var documents: [String: DocumentCopy] = [:]
    /// The digest of every other file, by its path.
    public var files: [String: String] = [:]
    /// What was found while it was made that is not as it should be, beside what is said of the
    /// copies themselves: a store that could not be copied or has been altered, documents that are
    /// gone. By tenant.
    public var findings: [String: [String]] = [:]

    /// Whether every journal in it is sound, and nothing was found.
    public var isSound: Bool { findings.isEmpty && stores.allSatisfy { $0.finding == nil } }

    /// What is not as it should be, a line each.
    public var troubles: [String] {
        stores.compactMap { store in store.finding.map { "\(store.slug): not sound: \($0)" } }
            + findings.sorted { $0.key < $1.key }.flatMap { slug, all in all.map { "\(slug): \($0)" } }
    }

    init(_ scope: Scope, at: Instant, hasSecrets: Bool) {
        self.scope = scope
        self.at = at
        self.hasSecrets = hasSecrets
    }

    /// What it says of one store; nil if that is not in it.
    public func store(_ slug: String) -> StoreCopy? { stores.first { $0.slug == slug } }

    /// A digest of the whole.
    var digest: String { Digest.of(json.canonical) }

    public var json: JSON {
        [
            "format": .integer(Self.format), "scope": .string(scope.rawValue),
            "at": .string(at.description), "secrets": .bool(hasSecrets),
            "stores": .array(stores.map(\.json)),
            "documents": .object(
                JSONObject(documents.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })),
            "files": .object(
                JSONObject(files.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
            "findings": .object(
                JSONObject(
                    findings.sorted { $0.key < $1.key }.map {
                        ($0.key, .array($0.value.map(JSON.string)))
                    })),
        ]
    }

    /// Reads the manifest of a folder.
    /// - Throws: `Fault` if there is none, it is not readable, or of a newer program.
    public init(reading folder: String) throws {
        let path = "\(folder)/\(Self.name)"
        try Folder.mustBeReadable(path)
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Fault("there is no \(Self.name) in \(folder): it is no export or backup, or not whole")
        }
        guard let json = try? JSON(parsing: Array(bytes)), let format = json["format"]?.asInteger else {
            throw Fault("\(path) is not readable")
        }
        guard format == Self.format else {
            throw Fault("\(path) has the format \(format), which this program does not know")
        }
        guard let scope = json["scope"]?.asString.flatMap(Scope.init),
            let at = json["at"]?.asString.flatMap({ Instant(iso: $0) }),
            let stores = json["stores"]?.asArray?.map(StoreCopy.init(json:)),
            !stores.contains(where: { $0 == nil })
        else { throw Fault("\(path) is not readable") }
        self.init(scope, at: at, hasSecrets: json["secrets"]?.asBool ?? true)
        self.stores = stores.compactMap { $0 }
        for (slug, value) in json["documents"]?.asObject ?? [:] {
            documents[slug] = DocumentCopy(json: value)
        }
        for (name, value) in json["files"]?.asObject ?? [:] { files[name] = value.asString }
        for (slug, value) in json["findings"]?.asObject ?? [:] {
            findings[slug] = value.asArray?.compactMap(\.asString)
        }
    }

    /// Writes it: the last of a folder.
    func write(in folder: String) throws {
        try CopyFolder.write(json.pretty(), to: "\(folder)/\(Self.name)")
        try Folder.sync(folder)
    }
}

/// What a manifest says of a tenant's documents.
public struct DocumentCopy: Sendable, Hashable {
    public let count: Int
    /// SHA-256 over their digests, a line each, in their order.
    public let digest: String

    init(_ digests: [String]) {
        count = digests.count
        digest = Digest.of(digests.joined(separator: "\n").utf8)
    }

    var json: JSON { ["count": .integer(count), "digest": .string(digest)] }

    init?(json: JSON) {
        guard let count = json["count"]?.asInteger, let digest = json["digest"]?.asString else {
            return nil
        }
        self.count = Int(count)
        self.digest = digest
    }
}
