// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import TestKit
import Testing

struct ListAPITests {
    private let plots = ParishNetwork.plots

    private func references(_ answer: TestAnswer) -> [String] {
        answer.json["items"]?.asArray?.compactMap { $0["reference"]?.asString } ?? []
    }

    @Test func narrowsOrdersAndPages() async throws {
        let parish = try await ParishNetwork()
        let token = try await parish.officer()
        for number in 0..<7 {
            let more: JSONObject = [
                "reference": .string("A\(number)"), "trees": .integer(number),
                "open": .bool(number % 2 == 0), "use": number < 3 ? "garden" : "path",
                "since": number == 5 ? .null : .string("2026-01-0\(number + 1)"),
            ]
            _ = await parish.plot(token, more)
        }
        let left = await parish.plot(token, ["reference": "L", "since": "2020-01-01"])
        _ = await parish.client.api(.post, "\(left)/leave", token: token)
        let cases = [
            "": "A6 A4 A3 A2 A1 A0 L A5", "order=since": "A5 L A0 A1 A2 A3 A4 A6",
            "order=reference": "A0 A1 A2 A3 A4 A5 A6 L", "order=-reference&limit=2": "L A6",
            "reference=A3": "A3", "trees-from=5&trees-until=6": "A6 A5", "trees=4": "A4",
            "open=false&state=kept": "A3 A1 A5", "use=garden": "A2 A1 A0", "state=left": "L",
            "state=left&state=kept&limit=1": "A6", "since=2026-01-03": "A2",
            "since-from=2026-01-03&since-until=2026-01-04": "A3 A2", "lang=ga&limit=1": "A6",
        ]
        for (query, expected) in cases {
            let answer = await parish.client.api(.get, "\(plots)?\(query)")
            let found = references(answer).joined(separator: " ")
            #expect(found == expected, "\(query) \(answer.text)")
        }
        for order in ["since", "-since", "reference", "-id"] {
            var (seen, after): ([String], String?) = ([], "")
            while let cursor = after {
                let rest = cursor.isEmpty ? "" : "&after=\(cursor)"
                let page = await parish.client.api(.get, "\(plots)?order=\(order)&limit=3\(rest)")
                seen += references(page)
                after = page.json["next"]?.asString
            }
            #expect(seen.count == 8 && Set(seen).count == 8, "\(order) \(seen)")
        }
    }

    private static let wrong = [
        "limit=0", "limit=-1", "limit=501", "limit=99999999999999999999", "limit=1.0", "limit=+5",
        "limit=", "limit=x", "after=x", "after=", "asOf=x", "asOf=", "asOf=2026-13-01", "nope=1",
        "limit=1&limit=2", "trees=1.5", "trees=99999999999999999999", "trees=-1", "open=yes",
        "use=", "use=moon", "since=0000-00-00", "since-from=x", "state=", "state=moon", "order=use",
        "order=", "visited_at=2026-01-01", "area=x", "area=1e400", "keeper=x", "reference=%00",
        "reference=%20", "phone=1",
    ]

    @Test func refusesAQueryThatIsNone() async throws {
        let parish = try await ParishNetwork()
        for query in Self.wrong {
            let answer = await parish.client.api(.get, "\(plots)?\(query)")
            #expect(answer.status == 422, "\(query) \(answer.status) \(answer.text)")
            let message = answer.json[pointer: "/problems/0/message"]?.asString
            #expect(message?.hasPrefix("[") == false, "\(query) \(message ?? "")")
        }
    }

    @Test(arguments: [
        ("use=moon", "Use must be one of: garden, orchard, path"),
        ("state=moon", "State must be one of: kept, left"),
        ("since=1/2/2026", "Since must be a real date in ISO 8601, like 2026-03-27"),
        ("asOf=x", "The moment must be given in ISO 8601, like 2026-03-27T14:30:00Z"),
    ])
    func saysToProgramsWhatTheyMaySend(_ query: String, _ message: String) async throws {
        let parish = try await ParishNetwork()
        let answer = await parish.client.api(.get, "\(plots)?\(query)")
        #expect(answer.json[pointer: "/problems/0/message"]?.asString == message)
    }

    @Test func saysHowATokenIsSent() async throws {
        let parish = try await ParishNetwork()
        let answer = await parish.client.api(.post, "\(plots)/keep", [:])
        #expect(answer.status == 401)
        #expect(answer.json["detail"]?.asString?.contains("Authorization: Bearer") == true)
    }
}
