// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// Signatures and codes, against what the standards give as examples.
@Suite struct SignatureTests {
    /// RFC 7515, appendix A.3.
    private static let curve: JSON = [
        "kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    ]
    private static let signed = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAs"
        + "DQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    private static let signature =
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"

    @Test func theStandardsExampleHolds() throws {
        let key = try #require(VerifyingKey(Self.curve))
        let signature = try #require(Base64URL.bytes(Self.signature))
        #expect(key.verifies(signature, over: Array(Self.signed.utf8), by: .es256))
        var other = signature
        other[5] ^= 1
        #expect(!key.verifies(other, over: Array(Self.signed.utf8), by: .es256))
        #expect(!key.verifies(signature, over: Array((Self.signed + "A").utf8), by: .es256))
        #expect(!key.verifies([], over: Array(Self.signed.utf8), by: .es256))
        #expect(!key.verifies([UInt8](repeating: 0, count: 64), over: [1], by: .es256))
        #expect(!key.verifies(signature, over: Array(Self.signed.utf8), by: .rs256))
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func whatOneKeySignsNoOtherDid(_ algorithm: SignatureAlgorithm) throws {
        let (own, other) = (
            try TestSigningKey("a", for: algorithm), try TestSigningKey("a", for: algorithm)
        )
        let parts = own.token(["sub": "x"]).split(separator: ".")
        let bytes = Array("\(parts[0]).\(parts[1])".utf8)
        let signature = try #require(Base64URL.bytes(parts[2]))
        for (key, isOwn) in [(own, true), (other, false)] {
            let published = try #require(VerifyingKey(key.published))
            for used in SignatureAlgorithm.allCases {
                #expect(
                    published.verifies(signature, over: bytes, by: used)
                        == (isOwn && used == algorithm))
            }
        }
    }

    @Test(arguments: [
        ["kty": "RSA", "n": "AQAB", "e": "AQAB"], ["kty": "oct", "k": "AQAB"], [:],
        ["kty": "EC", "crv": "P-384", "x": "AQAB", "y": "AQAB"],
        ["kty": "EC", "crv": "P-256", "x": "AQAB", "y": "AQAB"],
    ] as [JSON])
    func weakAndForeignKeysAreNone(_ key: JSON) {
        #expect(VerifyingKey(key) == nil)
    }

    @Test func aKeyForSomethingElseIsNone() {
        var key = Self.curve
        key["use"] = "enc"
        #expect(VerifyingKey(key) == nil)
        key["use"] = "sig"
        #expect(VerifyingKey(key) != nil)
        key["alg"] = "HS256"
        #expect(VerifyingKey(key) == nil)
    }

    @Test func aPointOffTheCurveVerifiesNothing() throws {
        var key = Self.curve
        key["y"] = key["x"]
        let off = try #require(VerifyingKey(key))
        let signature = try #require(Base64URL.bytes(Self.signature))
        #expect(!off.verifies(signature, over: Array(Self.signed.utf8), by: .es256))
    }

    @Test(arguments: ["", "A", "AA=", "AB", "A A", "AAAAA", "Zh", "Zm9=", "Z!9v"])
    func textsThatAnotherStandsForAreNoBytes(_ text: String) {
        #expect(Base64URL.bytes(text) == (text.isEmpty ? [] : nil))
    }

    @Test(arguments: [
        ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("\u{3ff}\u{3fe}", "z7_Pvg"),
    ])
    func bytesAndTextsAgree(_ plain: String, _ text: String) {
        #expect(Base64URL.text(Array(plain.utf8)) == text)
        #expect(Base64URL.bytes(text) == Array(plain.utf8))
    }

    /// RFC 6238, appendix B: the last six digits of its eight.
    @Test(arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"),
        (1_234_567_890, "005924"), (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ] as [(Int64, String)])
    func codesAreTheStandards(_ seconds: Int64, _ code: String) throws {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        #expect(try OneTimeCode.code(secret, at: Instant(milliseconds: seconds * 1_000)) == code)
    }
}
