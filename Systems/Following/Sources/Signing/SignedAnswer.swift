// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// An answer to one question, as it is signed: what it says, and what was asked. Whoever keeps it
/// cannot give it as the answer to anything else.
///
/// HTTP Message Signatures (RFC 9421) with Ed25519 over the status, a digest of the content (RFC
/// 9530), its type, and, of the question, the method, the path and the query.
struct SignedAnswer {
    static let label = "talka"
    private static let covered =
        #"("@status" "content-digest" "content-type" "@method";req "@path";req "@query";req)"#

    let status: Int
    let type: String
    let body: [UInt8]
    let path: String
    /// As it was sent, without the question mark.
    let query: String

    /// What `Content-Digest` says of it.
    var digest: String {
        var digest = Digest()
        digest.update(body)
        return "sha-256=:\(Data(digest.bytes()).base64EncodedString()):"
    }

    /// What is signed (RFC 9421, section 2.5).
    private func base(_ parameters: String) -> [UInt8] {
        Array(
            """
            "@status": \(status)
            "content-digest": \(digest)
            "content-type": \(type)
            "@method";req: GET
            "@path";req: \(path)
            "@query";req: ?\(query)
            "@signature-params": \(parameters)
            """.utf8)
    }

    private static func parameters(_ key: Ed25519.PublicKey, _ created: Int64) -> String {
        "\(covered);created=\(created);keyid=\"\(key.id)\";alg=\"ed25519\""
    }

    /// The headers that go with it.
    func headers(signedWith key: Ed25519.SigningKey, at now: Instant) throws -> [(String, String)] {
        let parameters = Self.parameters(key.publicKey, now.milliseconds / 1_000)
        let signature = try key.signature(over: base(parameters))
        return [
            ("content-digest", digest), ("signature-input", "\(Self.label)=\(parameters)"),
            ("signature", "\(Self.label)=:\(Data(signature).base64EncodedString()):"),
        ]
    }

    /// Why a signature is not believed.
    enum Doubt: Error {
        /// There is none that we read, or it is not this key's over this answer.
        case wrong
        /// It says that another key made it.
        case otherKey
        /// It was made at another time than now.
        case time
    }

    /// The longest, in seconds, that the two clocks may differ.
    static let skew: Int64 = 10 * 60

    /// Looks whether a key signed this answer a moment ago.
    /// - Parameter header: the value of a header of the answer, by its name.
    func verify(
        with key: Ed25519.PublicKey, at now: Instant, header: (String) -> String?
    ) throws(Doubt) {
        // Nothing but the form that is made above is read: what is covered is never theirs to choose.
        let form = /talka=(\(.+\));created=([0-9]{1,12});keyid="([0-9a-f]{40})";alg="ed25519"/
        guard header("content-digest") == digest,
            let input = header("signature-input"), let read = input.wholeMatch(of: form),
            read.1 == Self.covered, let created = Int64(read.2),
            let sent = header("signature")?.wholeMatch(of: /talka=:([A-Za-z0-9+\/=]{86,88}):/),
            let signature = Data(base64Encoded: String(sent.1))
        else { throw .wrong }
        guard read.3 == key.id else { throw .otherKey }
        let parameters = Self.parameters(key, created)
        guard key.verifies(Array(signature), over: base(parameters)) else { throw .wrong }
        guard abs(now.milliseconds / 1_000 - created) <= Self.skew else { throw .time }
    }
}
