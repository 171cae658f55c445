// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Outgoing

/// Documents in an object store that speaks S3: `PREFIX/SLUG/ab/DIGEST`. Whoever reads one reads a
/// copy on this machine, which is made when it is first asked for.
///
/// Putting one there twice changes nothing, so that it needs no agreement among processes; and the
/// store checks what arrives against the digest, which signs the request.
public struct S3Shelf: DocumentShelf {
    /// How much of it is copied here at most, in bytes, unless it is said.
    public static let usualCache = 1 << 30

    private let client: S3Client
    private let cache: DocumentCache

    /// - Parameters:
    ///   - cache: the folder of the copies.
    ///   - limit: how large that may grow, in bytes.
    ///   - transferring: who carries requests there; nil: the product's own client, which connects
    ///     to that place alone.
    public init(
        _ place: S3Place, cache: String, limit: Int = usualCache,
        transferring: (any Transferring)? = nil,
        clock: @escaping @Sendable () -> Instant = { Instant(Date()) }
    ) {
        let own = AllowedAddress(host: place.host, port: place.port)
        client = S3Client(
            place, transferring: transferring ?? CurlClient(policy: AddressPolicy(allowing: [own])),
            clock: clock)
        self.cache = DocumentCache(cache, limit: limit)
    }

    public func incoming(of tenant: String) -> String { cache.incoming }

    /// One request, whatever lies there already: a spoilt document is mended by it.
    public func put(_ file: String, as key: DocumentKey) throws {
        try client.put(file, digest: key.digest, as: key.path)
        // Whoever sent it will look at it next. That there is no copy is no failure.
        if (try? cache.put(file, as: key)) == nil { _ = unlink(file) }
    }

    /// The copy on this machine, made if there is none.
    public func file(of key: DocumentKey) throws -> String {
        if let path = cache.file(of: key), (try? key.check(path)) != nil { return path }
        let draft = try cache.draft()
        defer { try? FileManager.default.removeItem(atPath: draft) }
        try copy(key, to: draft)
        return try cache.put(draft, as: key)
    }

    /// Fetches it anew, whatever copies there are.
    public func check(_ key: DocumentKey) throws {
        let draft = try cache.draft()
        defer { try? FileManager.default.removeItem(atPath: draft) }
        try copy(key, to: draft)
    }

    /// Past the copies of this machine, so that it pushes none of them out.
    public func copy(_ key: DocumentKey, to file: String) throws {
        guard try client.get(key.path, into: file) else {
            throw DocumentFailure.gone(digest: key.digest)
        }
        try key.check(file)
    }

    /// A thousand names a request, or as many as the store likes.
    public func list(of tenant: String) throws -> [String] {
        try client.list("\(tenant)/").compactMap { name in
            let digest = String(name.split(separator: "/").last ?? "")
            guard let key = DocumentKey(digest, of: tenant), key.path == "\(tenant)/\(name)" else {
                return nil
            }
            return digest
        }
    }

    /// The copy of this machine goes with it.
    public func remove(_ key: DocumentKey) throws {
        try client.delete(key.path)
        cache.remove(key)
    }

    /// One request each: the request that takes many wants another digest, and not all stores know it.
    public func removeAll(of tenant: String) throws {
        for name in try client.list("\(tenant)/") { try client.delete("\(tenant)/\(name)") }
        cache.removeAll(of: tenant)
    }
}
