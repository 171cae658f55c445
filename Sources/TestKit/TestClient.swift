// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Synchronization
import Web

/// A browser, as far as the product can tell: it keeps cookies, follows no redirect by itself, and
/// sends forms with the hidden values of the page they stand on.
public final class TestClient: Sendable {
    private let site: Site
    private let clock: TestClock
    /// What it asks lies in, which is gone with the last who holds it.
    private let network: TestNetwork?
    private let kept = Mutex<[String: String]>([:])
    /// The address it comes from.
    public let peer: String

    /// - Parameter network: what is to be there as long as this browser is.
    public init(
        site: Site, clock: TestClock, peer: String = "192.0.2.7", in network: TestNetwork? = nil
    ) {
        self.site = site
        self.clock = clock
        self.peer = peer
        self.network = network
    }

    /// The cookies it holds, by name.
    public var cookies: [String: String] {
        get { kept.withLock { $0 } }
        set { kept.withLock { $0 = newValue } }
    }

    /// Asks for a page; `path` may have a query.
    public func get(_ path: String, headers: [String: String] = [:]) async -> TestAnswer {
        await send(.get, path, headers: headers)
    }

    /// Sends a form just as it is given, without anything hidden.
    public func post(
        _ path: String, _ values: KeyValuePairs<String, String> = [:], headers: [String: String] = [:]
    ) async -> TestAnswer {
        await post(path, values.map { ($0.key, $0.value) }, headers: headers)
    }

    /// Sends a form just as it is given, without anything hidden.
    public func post(
        _ path: String, _ values: [(String, String)], headers: [String: String] = [:]
    ) async -> TestAnswer {
        let body = values.map { "\(Href.encoded($0.0))=\(Href.encoded($0.1))" }
            .joined(separator: "&")
        var headers = headers
        headers["content-type"] = headers["content-type"] ?? "application/x-www-form-urlencoded"
        return await send(.post, path, headers: headers, body: Array(body.utf8))
    }

    /// Fills in the form of a page that leads to `path` and sends it: the page is asked for first,
    /// and the hidden values of its form go along.
    /// - Parameter page: where the form stands; `path` itself if it is not said.
    public func submit(
        _ path: String, on page: String? = nil, _ values: KeyValuePairs<String, String> = [:]
    ) async -> TestAnswer {
        let form = await get(page ?? path)
        let own = values.map { ($0.key, $0.value) }
        let hidden = form.hidden(action: path).filter { pair in !own.contains { $0.0 == pair.0 } }
        return await post(path, hidden + own)
    }

    /// Calls the API.
    public func api(
        _ method: Web.Method, _ path: String, _ json: JSON? = nil, token: String? = nil,
        headers: [String: String] = [:]
    ) async -> TestAnswer {
        var headers = headers
        if let token { headers["authorization"] = "Bearer \(token)" }
        if json != nil { headers["content-type"] = headers["content-type"] ?? "application/json" }
        return await send(method, path, headers: headers, body: json?.encoded() ?? [])
    }

    /// Signs in by the form.
    /// - Throws: `Fault` if that was refused.
    public func signIn(_ email: String, _ password: String) async throws {
        let answer = await submit("/sign-in", ["email": email, "password": password])
        guard answer.status == 303 else {
            throw Fault("signing in was answered \(answer.status): \(answer.text)")
        }
    }

    /// Sends any request, with the cookies it holds, and keeps those it is given.
    public func send(
        _ method: Web.Method, _ path: String, headers: [String: String] = [:], body: [UInt8] = []
    ) async -> TestAnswer {
        let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var headers = headers
        headers["host"] = headers["host"] ?? "talka.test"
        // As every client does that knows how much it sends.
        if !method.isSafe, headers["transfer-encoding"] == nil {
            headers["content-length"] = headers["content-length"] ?? String(body.count)
        }
        let held = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if !held.isEmpty, headers["cookie"] == nil {
            headers["cookie"] = held.joined(separator: "; ")
        }
        let query = parts.count > 1 ? String(parts[1].prefix { $0 != "#" }) : ""
        let request = Request(
            method, String(parts[0]).removingPercentEncoding ?? "/",
            query: (try? FormData(urlEncoded: query)) ?? FormData(), rawQuery: query, headers: headers,
            body: RequestBody(body), peer: peer, now: clock.now, site: site)
        let answer = await TestAnswer(site.answer(request))
        keep(answer)
        return answer
    }

    private func keep(_ answer: TestAnswer) {
        for line in answer.headers("set-cookie") {
            let parts = line.split(separator: ";").map { $0.trimmingPrefix(while: \.isWhitespace) }
            let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            let isGone = pair[1].isEmpty || parts.contains("Max-Age=0")
            kept.withLock { $0[String(pair[0])] = isGone ? nil : String(pair[1]) }
        }
    }
}
