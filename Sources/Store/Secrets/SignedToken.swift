// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A JSON Web Token in its compact form (RFC 7519, RFC 7515): read, and not yet believed.
struct SignedToken: Sendable {
    /// What is read of one at most, in bytes.
    private static let most = 64 * 1_024

    let algorithm: SignatureAlgorithm
    let keyID: String?
    /// What it says.
    let claims: JSON
    private let signed: [UInt8]
    private let signature: [UInt8]

    /// - Throws: `Fault` for what is no token, is not signed, or is signed in a way that is not
    ///   taken here.
    init(_ text: String) throws {
        guard text.utf8.count <= Self.most else { throw Fault("the token is too long") }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let head = Base64URL.bytes(parts[0]),
            let content = Base64URL.bytes(parts[1]), let signature = Base64URL.bytes(parts[2]),
            let header = try? JSON(parsing: head), header.asObject != nil,
            let claims = try? JSON(parsing: content), claims.asObject != nil
        else { throw Fault("the token is none") }
        guard let algorithm = header["alg"]?.asString.flatMap(SignatureAlgorithm.init) else {
            throw Fault("the token is not signed in a way that is taken")
        }
        // What must be understood (RFC 7515, section 4.1.11) is not.
        guard header["crit"] == nil else { throw Fault("the token has critical extensions") }
        self.algorithm = algorithm
        keyID = header["kid"]?.asString
        self.claims = claims
        self.signature = signature
        signed = Array("\(parts[0]).\(parts[1])".utf8)
    }

    /// The keys that may have signed it: those of its name, or all of its kind if it names none.
    func candidates(_ keys: [VerifyingKey]) -> [VerifyingKey] {
        keys.filter { $0.fits(algorithm) && (keyID == nil || $0.id == keyID) }
    }

    /// Whether one of these keys signed it.
    func isSigned(by keys: [VerifyingKey]) -> Bool {
        candidates(keys).contains { $0.verifies(signature, over: signed, by: algorithm) }
    }
}
