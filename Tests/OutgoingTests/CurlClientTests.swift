// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Outgoing
import Synchronization
import Testing

struct CurlClientTests {
    private func client(_ allowed: String = "127.0.0.0/8") throws -> CurlClient {
        CurlClient(policy: AddressPolicy(allowing: try AllowedAddress.list(allowed)))
    }

    private func fault(_ client: CurlClient, _ request: OutgoingRequest) async -> String {
        do {
            let answer = try await client.send(request)
            return "answered \(answer.status)"
        } catch { return "\(error)" }
    }

    @Test func aRequestArrivesAsItIsAndItsAnswerComesBack() async throws {
        let heard = Mutex("")
        let server = try Listener.http(
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                + "HTTP/1.1 201 Created\r\nX-Two: a\r\nx-two: b\r\nContent-Length: 5\r\n\r\nhello"
        ) { text in heard.withLock { $0 = text } }
        let answer = try await client().send(
            OutgoingRequest(
                "PUT", "http://127.0.0.1:\(server.port)/a%2Fb?c=d",
                headers: [("X-Empty", ""), ("X-Own", "value")], body: Array("some body".utf8)))
        #expect(answer.status == 201)
        #expect(String(decoding: answer.body, as: UTF8.self) == "hello")
        #expect(answer.headers.map(\.name) == ["x-two", "x-two", "content-length"])
        #expect(answer.header("X-TWO") == "a")
        let lines = heard.withLock { $0 }.components(separatedBy: "\r\n")
        #expect(lines.first == "PUT /a%2Fb?c=d HTTP/1.1")
        #expect(lines.last == "some body")
        #expect(
            Set(lines.dropFirst().dropLast(2)) == [
                "Host: 127.0.0.1:\(server.port)", "X-Empty:", "X-Own: value", "Content-Length: 9",
            ])
    }

    @Test(arguments: ["GET", "POST", "PUT", "DELETE", "HEAD"])
    func everyMethodWorksWithoutABody(_ method: String) async throws {
        let heard = Mutex("")
        let server = try Listener.http("HTTP/1.1 204 No Content\r\n\r\n") { text in
            heard.withLock { $0 = text }
        }
        let request = OutgoingRequest(method, "http://127.0.0.1:\(server.port)/")
        #expect(try await client().send(request).status == 204)
        #expect(heard.withLock { $0 }.hasPrefix("\(method) / HTTP/1.1\r\n"))
    }

    @Test func anAddressThatIsNotAllowedIsNotConnectedTo() async throws {
        let server = try Listener.http("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        for (host, allowed) in [
            ("127.0.0.1", ""), ("localhost", ""), ("127.1", ""), ("2130706433", ""), ("0x7f000001", ""),
            ("localhost", "10.0.0.0/8"), ("localhost", "127.0.0.1:1"), ("127.0.0.1", "localhost"),
            ("[::ffff:127.0.0.1]", ""), ("0.0.0.0", ""),
        ] {
            let request = OutgoingRequest("GET", "http://\(host):\(server.port)/")
            let said = await fault(try client(allowed), request)
            #expect(said.contains("is not public"), "\(host) with \(allowed): \(said)")
        }
        #expect(server.connections == 0)
        for allowed in ["127.0.0.1", "127.0.0.0/8:\(server.port)", "localhost", "localhost:\(server.port)"] {
            let request = OutgoingRequest("GET", "http://localhost:\(server.port)/")
            #expect(await fault(try client(allowed), request) == "answered 200", "\(allowed)")
        }
    }

    @Test(arguments: [
        "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "smtp://127.0.0.1/", "127.0.0.1",
        "http://user:secret@127.0.0.1/", "http://secret@127.0.0.1/", "http:///", "http://127.0.0.1/a b",
        "http://127.0.0.1/\r\nX: y", "", "javascript:1",
    ])
    func onlyPlainAddressesAreAsked(_ address: String) async throws {
        let said = await fault(try client(), OutgoingRequest("GET", address))
        #expect(said.contains("an address"), "\(said)")
        #expect(!said.contains("secret"))
    }

    @Test(arguments: [
        ("X\r\nY", "z"), ("X", "a\r\nY: z"), ("X", "a\nb"), ("", "a"), ("X Y", "a"), ("X:", "a"),
    ])
    func noHeaderBringsAnother(_ name: String, _ value: String) async throws {
        let server = try Listener.http("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let request = OutgoingRequest(
            "GET", "http://127.0.0.1:\(server.port)/", headers: [(name, value)])
        #expect(await fault(try client(), request).contains("a header that is none"))
        #expect(server.connections == 0)
    }

    @Test func redirectsAreAnswersLikeOthers() async throws {
        let other = try Listener.http("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let server = try Listener.http(
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:\(other.port)/\r\nContent-Length: 0\r\n\r\n")
        let answer = try await client().send(OutgoingRequest("GET", "http://127.0.0.1:\(server.port)/"))
        #expect(answer.status == 302)
        #expect(other.connections == 0)
    }

    @Test func whatIsTooLongOrTooSlowIsBrokenOff() async throws {
        let long = try Listener.http(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5000\r\n\r\n"
                + String(repeating: "a", count: 5_000))
        var request = OutgoingRequest("GET", "http://127.0.0.1:\(long.port)/?key=secret")
        request.largestAnswer = 4_999
        let said = await fault(try client(), request)
        #expect(said.contains("longer than 4999") && !said.contains("secret"))
        request.largestAnswer = 5_000
        #expect(try await client().send(request).body.count == 5_000)

        let line = "X-A: \(String(repeating: "a", count: 90))\r\n"
        let head = try Listener.http(
            "HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 900) + "\r\n")
        #expect(
            await fault(try client(), OutgoingRequest("GET", "http://127.0.0.1:\(head.port)/"))
                .contains("head of the answer"))

        let silent = try Listener { wire in while wire.line() != nil {} }
        request = OutgoingRequest(
            "GET", "http://127.0.0.1:\(silent.port)/", timeout: .milliseconds(200))
        #expect(await fault(try client(), request).contains("Timeout"))
    }

    @Test func whoeverGivesUpIsNotKept() async throws {
        let silent = try Listener { wire in while wire.line() != nil {} }
        let client = try client()
        let task = Task {
            try await client.send(
                OutgoingRequest("GET", "http://127.0.0.1:\(silent.port)/", timeout: .seconds(300)))
        }
        while silent.connections == 0 { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func connectionsServeMoreThanOnce() async throws {
        let server = try Listener.http("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
        let client = try client()
        for _ in 0..<5 {
            #expect(
                try await client.send(OutgoingRequest("GET", "http://127.0.0.1:\(server.port)/")).status == 200)
        }
        // One that was just closed may be made anew; five would be one for each.
        #expect(server.connections < 5)
    }

    @Test func largeBodiesGoFromFileToFile() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "outgoing-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let text = String(repeating: "0123456789", count: 20_000)
        try text.write(toFile: "\(folder)/a", atomically: false, encoding: .utf8)
        let heard = Mutex("")
        let server = try Listener.http("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n\(text)") { text in
            heard.withLock { $0 = text }
        }
        let client = try client()
        let address = "http://127.0.0.1:\(server.port)/"
        let sent = try client.transfer(OutgoingRequest("PUT", address), from: "\(folder)/a", into: nil)
        #expect(sent.status == 200 && sent.body.count == 200_000)
        #expect(heard.withLock { $0 }.hasSuffix("\r\n\r\n\(text)"))
        let taken = try client.transfer(OutgoingRequest("GET", address), from: nil, into: "\(folder)/b")
        #expect(taken.body.isEmpty)
        #expect(try String(contentsOfFile: "\(folder)/b", encoding: .utf8) == text)
    }
}
