// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Web

/// What is answered to requests that are odd in themselves.
@Suite struct AnsweringTests {
    @Test(arguments: [";", ",", "", " ; , ;", ";q=1, text/html", "*/*", "text/html;"])
    func anOddAcceptIsAnswered(_ accept: String) async throws {
        let client = try await RepairNetwork().test.client()
        let answer = await client.get(RepairNetwork.list, headers: ["accept": accept])
        #expect(answer.status == 200)
    }

    @Test(arguments: ["", "/nothing/here"])
    func aHeadSaysHowLongTheAnswerWouldBe(_ ending: String) async throws {
        let network = try await RepairNetwork()
        let client = network.test.client()
        _ = await network.report("Lamp", by: client)
        let whole = await client.get(RepairNetwork.list + ending)
        let head = await client.send(.head, RepairNetwork.list + ending)
        #expect(head.status == whole.status)
        #expect(head.bytes.isEmpty)
        #expect(head.header("content-length") == String(whole.bytes.count))
    }

    /// Its length would be known only once all of it was made.
    @Test func aHeadMakesNoWholeList() async throws {
        let client = try await RepairNetwork().test.client()
        for ending in [".csv", ".json"] {
            let head = await client.send(.head, RepairNetwork.list + ending)
            #expect(head.status == 200 && head.bytes.isEmpty)
            #expect(head.header("content-length") == nil)
        }
    }

    @Test func aDocumentIsMeasuredByAHead() async throws {
        let client = try await RepairNetwork().test.client()
        let whole = await client.get("/assets/style.css")
        let head = await client.send(.head, "/assets/style.css")
        #expect(head.header("content-length") == String(whole.bytes.count))
    }

    @Test(arguments: [
        ("/sign-in", "application/x-www-form-urlencoded"),
        (RepairNetwork.report, "multipart/form-data; boundary=b"),
    ])
    func aBodyThatBreaksOffIsTheSendersMistake(_ path: String, _ type: String) async throws {
        let test = try await RepairNetwork().test
        let request = Request(
            .post, path, headers: ["content-type": type, "host": "talka.test"],
            body: RequestBody { return { throw RequestBody.BrokenOff() } }, now: test.clock.now,
            site: test.site)
        let answer = await TestAnswer(test.site.answer(request))
        #expect(answer.status == 400)
        #expect(answer.contains("That did not arrive whole"))
        #expect(!answer.contains("If you ask for help"))
    }

    @Test func aBodyIsReadOnce() async throws {
        let body = RequestBody([1, 2])
        #expect(try await body.bytes() == [1, 2])
        #expect(try await body.bytes() == [])
    }

    /// Nothing runs, loads or frames that is not this site's, whatever is asked for.
    @Test(arguments: ["/", "/sign-in", "/nothing", "/health", "/assets/style.css", "/api/nothing"])
    func everyAnswerLetsNothingForeignIn(_ path: String) async throws {
        let answer = await (try await RepairNetwork().test.client()).get(path)
        let policy = try #require(answer.header("content-security-policy"))
        for part in [
            "default-src 'none'", "script-src 'self'", "form-action 'self'", "frame-ancestors 'none'",
            "base-uri 'none'",
        ] { #expect(policy.contains(part)) }
        #expect(!policy.contains("unsafe"))
        #expect(answer.header("x-frame-options") == "DENY")
        #expect(answer.header("x-content-type-options") == "nosniff")
    }

    @Test(arguments: [
        "/assets/../style.css", "/assets/map/../style.css", "/assets//etc/passwd", "/assets/%2e%2e/x",
    ])
    func noAssetLiesOutsideItsFolder(_ path: String) async throws {
        let answer = await (try await RepairNetwork().test.client()).get(path)
        #expect(answer.status == 404)
    }
}
