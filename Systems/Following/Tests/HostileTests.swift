// SPDX-License-Identifier: EUPL-1.2

import Following
import Foundation
import Kernel
import Outgoing
import Store
import Synchronization
import TestKit
import Testing

/// What another network answers is believed only if it is what its key signed, just now, for this
/// question; whatever else comes is refused whole, and said.
struct HostileTests {
    private typealias Failure = FollowedNetwork.Failure

    /// Follows, has somebody meddle, and pulls once more.
    private func trouble(
        _ meddling: @escaping TestInternet.Meddling
    ) async throws -> (both: FollowingNetworks, network: Stored<FollowedNetwork>) {
        let both = try await FollowingNetworks()
        try await both.write("Salt", in: both.north)
        let id = try await both.follow(from: both.south)
        try await both.write("Snow", in: both.north)
        both.internet.meddle(meddling)
        await both.pull(both.south)
        return (both, try both.followed(id, in: both.south))
    }

    /// What is wrong with an answer, and what is said of it.
    enum Wrong: String, CaseIterable {
        case text, digest, signature, header, query, status, html, huge, silent, redirect, empty

        var failure: FollowedNetwork.Failure {
            switch self {
            case .text, .digest, .signature, .header, .query, .empty: .signature
            case .status, .silent, .huge, .redirect: .unreachable
            case .html: .garbage
            }
        }

        func spoil(_ response: OutgoingResponse) throws -> OutgoingResponse {
            var (status, headers, body) = (response.status, response.headers, response.body)
            func put(_ name: String, _ value: String) {
                headers = headers.map { $0.name == name ? (name, value) : $0 }
            }
            switch self {
            case .text:
                body = Array(String(decoding: body, as: UTF8.self).replacing("Snow", with: "Sn0w").utf8)
            case .digest:
                put("content-digest", "sha-256=:\(Data(count: 32).base64EncodedString()):")
            case .signature:
                put("signature", "talka=:\(Data(count: 64).base64EncodedString()):")
            case .header: headers.removeAll { $0.name == "signature-input" }
            case .query:
                // Who signs less than the question could give it as the answer to another.
                let input = response.header("signature-input") ?? ""
                put("signature-input", input.replacing(" \"@query\";req", with: ""))
            case .status: status = 500
            case .html: put("content-type", "text/html")
            case .huge: throw Fault("the answer is longer than 4194304 bytes")
            case .silent: throw Fault("nobody answers")
            case .redirect: (status, body) = (302, [])
            case .empty: body = []
            }
            return OutgoingResponse(status: status, headers: headers, body: body)
        }
    }

    @Test(arguments: Wrong.allCases)
    func nothingIsBelievedOfAnAnswerThatIsNotWhole(_ wrong: Wrong) async throws {
        let (both, network) = try await trouble { _, response in try wrong.spoil(response) }
        #expect(network.failure == wrong.failure)
        #expect(try both.taken(both.south) == ["Salt"])
        let client = try await both.operate(both.south)
        let page = await client.get("/t/commons/following/networks/\(network.id.text)")
        #expect(page.status == 200 && page.contains("class=\"warning\""))
        // Once it is well again, it goes on where it was.
        both.internet.meddle(nil)
        await both.pull(both.south)
        #expect(try both.followed(network.id, in: both.south).failure == nil)
        #expect(try both.taken(both.south) == ["Salt", "Snow"])
    }

    @Test func anAnswerFromBeforeAnswersNothingElse() async throws {
        let kept = Kept()
        let (both, network) = try await trouble { request, response in
            guard request.address.contains("/following/feed") else { return response }
            return kept.first(response)
        }
        #expect(network.failure == nil)
        try await both.write("Ice", in: both.north)
        await both.pull(both.south)
        #expect(try both.followed(network.id, in: both.south).failure == .signature)
        #expect(try both.taken(both.south) == ["Salt", "Snow"])
    }

    @Test func aClockThatIsFarOffIsSaid() async throws {
        let (both, network) = try await trouble { _, response in response }
        both.north.clock.pass(hours: 1)
        await both.pull(both.south)
        #expect(try both.followed(network.id, in: both.south).failure == .clock)
    }

    @Test func anotherKeyIsTakenOnlyIfTheOneBeforeVouchesForIt() async throws {
        let (both, network) = try await trouble { _, response in response }
        try await both.north.network.renewSigningKey()
        try await both.north.network.renewSigningKey()
        try await both.write("Ice", in: both.north)
        await both.pull(both.south)
        var now = try both.followed(network.id, in: both.south)
        #expect(now.failure == nil && now.key != network.key)
        #expect(try both.taken(both.south).contains("Ice"))

        // Another network at the same address, with a key of its own.
        let other = try FollowingNetworks.network(FollowingNetworks.north, "North", both.internet)
        other.clock.set(both.south.clock.now)
        try await other.open("kildare", systems: ["notes"])
        try await both.write("False", in: other)
        both.internet.put(other, at: FollowingNetworks.north)
        await both.pull(both.south)
        other.clock.set(both.south.clock.now)
        await both.pull(both.south)
        now = try both.followed(network.id, in: both.south)
        #expect(now.failure == .otherKey && now.offeredKey != nil)
        #expect(try !both.taken(both.south).contains("False"))

        // Only who was told its fingerprint can say that it is well.
        let client = try await both.operate(both.south)
        let confirm = "/t/commons/following/networks/\(network.id.text)/confirm-new-key"
        let wrong = await client.submit(confirm, ["fingerprint": network.fingerprint ?? ""])
        #expect(wrong.status == 422)
        let print = try await other.network.signingKeys().current.publicKey.fingerprint
        #expect(await client.submit(confirm, ["fingerprint": print]).status == 303)
    }

    @Test func aNetworkThatWentBackIsReadAnewOnlyWhenItsFollowerSaysSo() async throws {
        let (both, network) = try await trouble { _, response in response }
        #expect(try both.taken(both.south) == ["Salt", "Snow"])
        let forger = try await Forger(both.north)
        // As after a backup was put back there: another order of changes, and nothing of the snow.
        both.internet.meddle { request, response in
            try forger.altering(response, to: request) { page in
                page["origin"] = "other"
                page["changes"] = .array((page["changes"]?.asArray ?? []).filter { $0["title"] != "Snow" })
            }
        }
        await both.pull(both.south)
        #expect(try both.followed(network.id, in: both.south).failure == .wentBack)
        #expect(try both.taken(both.south) == ["Salt", "Snow"])
        let client = try await both.operate(both.south)
        let path = "/t/commons/following/networks/\(network.id.text)/start-over"
        #expect(await client.submit(path).status == 303)
        await both.pull(both.south)
        #expect(try both.taken(both.south) == ["Salt"])
    }

    /// What a network may not tell of, though it signs it.
    @Test(arguments: [
        ("url", "https://elsewhere.example/x"), ("url", "https://north.example@elsewhere.example/"),
        ("url", "javascript:alert(1)"), ("url", "https://north.example/\\elsewhere"),
        ("tenant", "../commons"), ("recordedAt", "2036-01-01T00:00:00Z"), ("record", "1"),
        ("language", "<b>"), ("day", "soon"), ("title", .string(String(repeating: "long ", count: 10_000))),
    ] as [(String, JSON)])
    func whatItMayNotTellOfIsRefusedWhole(_ member: String, _ value: JSON) async throws {
        let (both, network) = try await trouble { _, _ in throw Fault("away") }
        let forger = try await Forger(both.north)
        both.internet.meddle { request, response in
            try forger.altering(response, to: request) { page in
                var changes = page["changes"]?.asArray ?? []
                if !changes.isEmpty { changes[0][member] = value }
                page["changes"] = .array(changes)
            }
        }
        await both.pull(both.south)
        #expect(try both.followed(network.id, in: both.south).failure == .garbage)
        #expect(try both.taken(both.south) == ["Salt"])
    }

    @Test func whatItSaysIsShownAsTextAndNothingElse() async throws {
        let (both, network) = try await trouble { _, _ in throw Fault("away") }
        let forger = try await Forger(both.north)
        both.internet.meddle { request, response in
            try forger.altering(response, to: request) { page in
                var changes = page["changes"]?.asArray ?? []
                if !changes.isEmpty { changes[0]["title"] = "<script>\u{202e}x</script>\n\u{1}y" }
                page["changes"] = .array(changes)
            }
        }
        await both.pull(both.south)
        #expect(try both.followed(network.id, in: both.south).failure == nil)
        #expect(try both.taken(both.south).contains("<script>x</script> y"))
        let page = await both.south.client().get("/following")
        #expect(page.contains("&lt;script&gt;x") && !page.contains("<script>x"))
    }

    @Test func whatIsNoAddressOfANetworkIsNotAsked() async throws {
        let both = try await FollowingNetworks()
        let client = try await both.operate(both.south)
        let path = "/t/commons/following/networks/new/follow-network"
        for typed in [
            "https://user@north.example", "https://north.example/path", "ftp://north.example",
            "https://north.example?x", "", "https://", "javascript:alert(1)",
        ] {
            let answer = await client.submit(path, ["address": typed, "kinds": "notes.note"])
            #expect(answer.status == 422, "\(typed)")
        }
        #expect(both.internet.asked.isEmpty)
    }

    @Test func whatIsMadeUpIsNotFollowed() async throws {
        let both = try await FollowingNetworks()
        let address = "https://demo.example"
        let demo = try FollowingNetworks.network(address, "Demo", both.internet, isDemonstration: true)
        both.internet.put(demo, at: address)
        let client = try await both.operate(both.south)
        let path = "/t/commons/following/networks/new/follow-network"
        let answer = await client.submit(path, ["address": address, "kinds": "notes.note"])
        #expect(answer.status == 422 && answer.contains("is a demonstration"))
    }

    @Test func onlyAddressesThatMayBeAskedAreAsked() async throws {
        let both = try await FollowingNetworks()
        let client = try await both.operate(both.south)
        let path = "/t/commons/following/networks/new/follow-network"
        for address in ["http://north.example", "https://127.0.0.1", "https://localhost", "https://10.1.2.3"] {
            let before = both.internet.asked.count
            let answer = await client.submit(path, ["address": address, "kinds": "notes.note"])
            #expect(answer.status == 422, "\(address)")
            #expect(both.internet.asked.count == before)
        }
        let own = await client.submit(path, ["address": FollowingNetworks.south, "kinds": "notes.note"])
        #expect(own.status == 422)
        let officer = try await both.south.client("Orla", roles: ["kildare": [.administrator]])
        #expect(await officer.get(path).status == 404)
        #expect(await both.south.client().get(path).status == 303)
    }
}

/// Keeps the first answer there was, and gives it ever after.
private final class Kept: Sendable {
    private let answer = Mutex<OutgoingResponse?>(nil)

    func first(_ response: OutgoingResponse) -> OutgoingResponse {
        answer.withLock { answer in
            answer = answer ?? response
            return answer ?? response
        }
    }
}

/// A network that signs what it should not: put together by hand from RFC 9421, so that it also shows
/// that what is signed is what anybody would sign.
struct Forger: Sendable {
    private let key: Ed25519.SigningKey
    private let clock: TestClock

    init(_ test: TestNetwork) async throws {
        key = try await test.network.signingKeys().current
        clock = test.clock
    }

    func altering(
        _ response: OutgoingResponse, to request: OutgoingRequest, _ change: (inout JSON) -> Void
    ) throws -> OutgoingResponse {
        guard request.address.contains("/following/feed?") else { return response }
        var json = try JSON(parsing: response.body)
        change(&json)
        let body = json.encoded()
        var hash = Digest()
        hash.update(body)
        let digest = "sha-256=:\(Data(hash.bytes()).base64EncodedString()):"
        let query = request.address.split(separator: "?", maxSplits: 1)[1]
        let type = response.header("content-type") ?? ""
        let covered =
            #""@status" "content-digest" "content-type" "@method";req "@path";req "@query";req"#
        let parameters = "(\(covered));created=\(clock.now.milliseconds / 1_000);"
            + "keyid=\"\(key.publicKey.id)\";alg=\"ed25519\""
        let base = """
            "@status": 200
            "content-digest": \(digest)
            "content-type": \(type)
            "@method";req: GET
            "@path";req: /following/feed
            "@query";req: ?\(query)
            "@signature-params": \(parameters)
            """
        let signature = Data(try key.signature(over: Array(base.utf8))).base64EncodedString()
        return OutgoingResponse(
            status: 200,
            headers: [
                ("content-type", type), ("content-digest", digest),
                ("signature-input", "talka=\(parameters)"), ("signature", "talka=:\(signature):"),
            ], body: body)
    }
}
