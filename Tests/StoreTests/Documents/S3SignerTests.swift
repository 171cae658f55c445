// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Testing

/// The examples of the Amazon S3 API Reference, "Signature Calculations for the Authorization Header:
/// Transferring Payload in a Single Chunk".
struct S3SignerTests {
    private static let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    private let signer = S3Signer(
        key: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        region: "us-east-1")

    private func signature(
        _ method: String, _ path: String, query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [], digest: String = nothing
    ) throws -> String {
        let now = try #require(Instant("2013-05-24T00:00:00Z"))
        let signed = signer.signed(
            method, path: path, query: query,
            headers: [("Host", "examplebucket.s3.amazonaws.com")] + headers, digest: digest, at: now)
        let text = try #require(signed.first { $0.name == "authorization" }).value
        return String(text.split(separator: "Signature=").last ?? "")
    }

    @Test func gettingAnObject() throws {
        #expect(
            try signature("GET", "/test.txt", headers: [("Range", "bytes=0-9")])
                == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    }

    @Test func puttingAnObject() throws {
        #expect(
            try signature(
                "PUT", "/test%24file.text",
                headers: [
                    ("Date", "Fri, 24 May 2013 00:00:00 GMT"),
                    ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                ], digest: Digest.of(Array("Welcome to Amazon S3.".utf8)))
                == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
    }

    @Test func askingForALifecycle() throws {
        #expect(
            try signature("GET", "/", query: [("lifecycle", "")])
                == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
    }

    @Test func listingObjects() throws {
        #expect(
            try signature("GET", "/", query: [("prefix", "J"), ("max-keys", "2")])
                == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")
    }
}
