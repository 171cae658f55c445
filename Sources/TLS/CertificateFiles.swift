// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Synchronization

/// The certificate new connections are met with, from two files that are replaced every few weeks.
/// Connections that stand keep the one they began with.
public final class CertificateFiles: Sendable {
    private let chain: String
    private let key: String
    private let held: Mutex<(certificate: Certificate, stamp: [Stamp])>

    /// What tells a file from the one that lay there before.
    private struct Stamp: Equatable {
        let changed: Date?
        let number: Int?
        let size: Int?
    }

    /// - Throws: `UnusableCertificate`.
    public init(chain: String, key: String) throws {
        self.chain = chain
        self.key = key
        // The stamp is older than what is read, never newer: what changes meanwhile is read again.
        let stamp = Self.stamp(of: chain, key)
        held = Mutex((try Certificate(chain: chain, key: key), stamp))
    }

    /// The certificate of now.
    public var current: Certificate { held.withLock { $0.certificate } }

    /// Reads the files anew if they are others than before; tells whether they were. While a file is
    /// being replaced the pair may not fit: then the certificate stays, and the next look finds it.
    /// - Throws: `UnusableCertificate`; the certificate stays.
    public func refresh() throws -> Bool {
        let stamp = Self.stamp(of: chain, key)
        guard held.withLock({ $0.stamp != stamp }) else { return false }
        let certificate = try Certificate(chain: chain, key: key)
        held.withLock { $0 = (certificate, stamp) }
        return true
    }

    /// Links are followed: it is the files they lead to that are replaced.
    private static func stamp(of paths: String...) -> [Stamp] {
        paths.map { path in
            let target = URL(filePath: path).resolvingSymlinksInPath().path
            let known = try? FileManager.default.attributesOfItem(atPath: target)
            return Stamp(
                changed: known?[.modificationDate] as? Date,
                number: known?[.systemFileNumber] as? Int, size: known?[.size] as? Int)
        }
    }
}
