// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Synchronization
import TestKit
import Testing
import Web

/// What is refused of what programs send, and how.
struct BodyAPITests {
    private let keep = "\(ParishNetwork.plots)/keep"

    private static func plot(_ members: String) -> String {
        #"{"reference":"A1","trees":1,\#(members)}"#
    }

    private static let wrong = [
        "", "null", "[]", "1", "{", #"{"reference":"A1"}"#, #"{"reference":"","trees":1}"#,
        #"{"reference":"   ","trees":1}"#, #"{"reference":null,"trees":1}"#,
        #"{"reference":5,"trees":1}"#, #"{"reference":"A1","trees":"1"}"#,
        #"{"reference":"A1","trees":1.5}"#, #"{"reference":"A1","trees":1e400}"#,
        #"{"reference":"A1","trees":99999999999999999999}"#, #"{"reference":"A1","trees":-1}"#,
        #"{"reference":"A1","trees":1,"trees":2}"#, #"{"reference":"A\u0000","trees":1}"#,
        #"{"reference":"A\ud800","trees":1}"#, plot(#""nope":1"#), plot(#""record":"x""#),
        plot(#""log":{}"#), plot(#""area":1e400"#), plot(#""area":-1"#), plot(#""area":"1""#),
        plot(#""rent":1.5"#), plot(#""rent":1e30"#), plot(#""open":1"#), plot(#""use":"moon""#),
        plot(#""since":"0000-00-00""#), plot(#""since":"2026-02-30""#), plot(#""since":20260101"#),
        plot(#""visited_at":"2026-01-01""#), plot(#""site":"53,-6""#), plot(#""site":{}"#),
        plot(#""site":{"type":"Point","coordinates":[1e400,0]}"#),
        plot(#""site":{"type":"Point","coordinates":[200,0]}"#),
        plot(#""site":{"type":"Polygon","coordinates":[]}"#), plot(#""neighbour":"x""#),
        plot(#""neighbour":"00000000-0000-7000-8000-00000000000G""#), plot(#""papers":{}"#),
        plot(#""papers":[1]"#),
        plot(#""papers":[{"digest":"x","name":"a","type":"b","size":1}]"#),
    ]

    @Test func refusesAnInputThatIsNone() async throws {
        let parish = try await ParishNetwork()
        let headers = [
            "authorization": "Bearer \(try await parish.officer())",
            "content-type": "application/json",
        ]
        for body in Self.wrong {
            let answer = await parish.client.send(
                .post, keep, headers: headers, body: Array(body.utf8))
            #expect(answer.status == 422, "\(body) \(answer.status) \(answer.text)")
            for problem in answer.json["problems"]?.asArray ?? [] {
                #expect(problem["message"]?.asString?.hasPrefix("[") == false, "\(problem)")
            }
        }
    }

    @Test func collectsEveryProblem() async throws {
        let parish = try await ParishNetwork()
        let answer = await parish.client.api(
            .post, keep, ["trees": "x", "nope": 1, "use": "moon"],
            token: try await parish.officer())
        let fields = answer.json["problems"]?.asArray?.compactMap { $0["field"]?.asString }
        #expect(Set(fields ?? []) == ["reference", "trees", "nope", "use"])
    }

    @Test func refusesAnotherMediaType() async throws {
        let parish = try await ParishNetwork()
        let bearer = "Bearer \(try await parish.officer())"
        for type in ["text/plain", "application/x-www-form-urlencoded", "", "x"] {
            let answer = await parish.client.send(
                .post, keep, headers: ["authorization": bearer, "content-type": type],
                body: Array("{}".utf8))
            #expect(answer.status == 415)
            #expect(answer.header("accept") == "application/json")
        }
    }

    @Test func refusesWhatIsTooLarge() async throws {
        let parish = try await ParishNetwork()
        let token = try await parish.officer()
        let large = await parish.client.api(
            .post, keep, ["reference": .string(String(repeating: "a", count: 2 << 20))],
            token: token)
        #expect(large.status == 413)
        let key = await parish.client.api(
            .post, keep, ["reference": "A", "trees": 1], token: token,
            headers: ["idempotency-key": String(repeating: "k", count: 201)])
        #expect(key.status == 422)
    }

    /// Fifty megabytes are the most, in whichever way a document is sent.
    @Test(arguments: ["application/pdf", "multipart/form-data; boundary=b"])
    func saysHowLargeADocumentMayBe(_ type: String) async throws {
        let parish = try await ParishNetwork()
        let test = parish.test
        let token = try await parish.officer()
        let head = Array("""
            --b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n
            """.utf8)
        let first = (type.hasPrefix("multipart") ? head : []) + Array("%PDF-1.7 ".utf8)
        let sent = Mutex(0)
        let body = RequestBody {
            return {
                let number = sent.withLock { number in
                    number += 1
                    return number
                }
                if number > 60 { return nil }
                return number == 1 ? first : [UInt8](repeating: 0x61, count: 1 << 20)
            }
        }
        let request = Request(
            .post, "/api/t/dlr/documents",
            headers: ["authorization": "Bearer \(token)", "content-type": type], body: body,
            now: test.clock.now, site: test.site)
        let answer = await TestAnswer(test.site.answer(request))
        #expect(answer.status == 413)
        #expect(answer.json["code"] == "too_large")
        #expect(answer.contains("50 MB"))
        #expect(sent.withLock { $0 } < 55)
    }

    @Test func takesDocumentsInAndHangsThemOnARecord() async throws {
        let parish = try await ParishNetwork()
        let token = try await parish.officer()
        let bearer = ["authorization": "Bearer \(token)", "content-type": "application/pdf"]
        let path = "/api/t/dlr/documents"
        let raw = await parish.client.send(
            .post, "\(path)?name=plan.pdf", headers: bearer, body: Array("%PDF-1.7 a".utf8))
        #expect(raw.status == 201)
        #expect(raw.json["name"] == "plan.pdf" && raw.json["type"] == "application/pdf")
        var form = bearer
        form["content-type"] = "multipart/form-data; boundary=b"
        let head = #"Content-Disposition: form-data; name="file"; filename="a.txt""#
        let part = "--b\r\n\(head)\r\n\r\nhi\r\n--b--\r\n"
        let sent = await parish.client.send(.post, path, headers: form, body: Array(part.utf8))
        #expect(sent.status == 201 && sent.json["name"] == "a.txt" && sent.json["size"] == 2)
        let plot = await parish.plot(token, ["papers": [raw.json, sent.json]])
        let read = await parish.client.api(.get, plot)
        #expect(read.json["papers"]?.asArray?.count == 2)
        let thief = try await parish.test.token("Tess", in: "dlr", roles: [.officer])
        let stolen = await parish.client.api(
            .post, keep, ["reference": "B", "trees": 1, "papers": [raw.json]], token: thief)
        #expect(stolen.status == 422)
        let cases: [(String, String, Int)] = [
            ("application/pdf", "", 422), ("application/pdf", "\u{1}\u{2}", 422),
            ("text/html", "<p>", 415), ("multipart/form-data", "x", 422),
            ("multipart/form-data; boundary=b", "x", 422),
            ("multipart/form-data; boundary=b", "--b--\r\n", 422),
        ]
        for (type, body, status) in cases {
            form["content-type"] = type
            let answer = await parish.client.send(
                .post, path, headers: form, body: Array(body.utf8))
            #expect(answer.status == status, "\(type) \(body) \(answer.text)")
        }
        #expect(await parish.client.send(.post, path).status == 401)
    }

    @Test func givesTheJournalToAuditorsAlone() async throws {
        let parish = try await ParishNetwork()
        let token = try await parish.officer()
        for _ in 0..<5 { _ = await parish.plot(token) }
        let path = "/api/t/dlr/journal"
        let auditor = try await parish.test.token("Aoife", in: "dlr", roles: [.auditor])
        let page = await parish.client.api(.get, "\(path)?limit=3", token: auditor)
        #expect(page.json["items"]?.asArray?.compactMap { $0["seq"]?.asInteger } == [5, 4, 3])
        #expect(page.json["next"] == 3)
        let rest = await parish.client.api(
            .get, "\(path)?before=3&action=parish.keep", token: auditor)
        #expect(rest.json["items"]?.asArray?.compactMap { $0["seq"]?.asInteger } == [2, 1])
        #expect(rest.json["next"] == .null)
        #expect(await parish.client.api(.get, path, token: token).status == 403)
        #expect(await parish.client.api(.get, path).status == 401)
        let outsider = try await parish.officer(in: "fingal")
        #expect(await parish.client.api(.get, path, token: outsider).status == 404)
    }
}
