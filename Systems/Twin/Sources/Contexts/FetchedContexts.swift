// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Outgoing
import Synchronization
import Web

/// The documents of contexts that were fetched, each as long as whoever serves it says (GS CIM 009, 5.13.1;
/// RFC 9111), else a day. One that has expired is fetched anew when it is needed next; while it cannot be
/// had, what there is goes on.
final class FetchedContexts: Sendable {
    struct Fetched: Sendable {
        let document: JSON
        let size: Int
        /// When it came.
        let at: Stamp
        var expiresAt: Stamp
    }

    private struct State {
        var documents: [String: Fetched] = [:]
        var size = 0
        /// When something was last asked for.
        var now = Stamp(microseconds: 0)
        /// When the next one expires.
        var nextExpiry: Stamp?
    }

    /// Bytes of one document, and of all that are kept; and how many those are.
    private static let largest = 4 << 20, largestTogether = 64 << 20, most = 500
    /// How long fetching one may take, however often it leads on.
    private static let patience = Duration.seconds(5)
    private static let redirects = 5
    private static let second: Int64 = 1_000_000
    /// In seconds: how long one is kept about which nobody says so, the longest anything is, and how long one
    /// that has expired goes on until it is tried again.
    private static let usual: Int64 = 86_400, longest: Int64 = 365 * 86_400, respite: Int64 = 60

    private let state = Mutex(State())

    /// All there are, by their addresses.
    var all: [String: Fetched] { state.withLock { $0.documents } }

    /// Takes note of the time.
    /// - Returns: whether something has expired since, so that what was built on it is to be built anew.
    func pass(to now: Stamp) -> Bool {
        state.withLock { state in
            state.now = max(state.now, now)
            guard let expiry = state.nextExpiry, expiry <= state.now else { return false }
            state.nextExpiry = state.documents.values.map(\.expiresAt).filter { $0 > now }.min()
            return true
        }
    }

    /// The document at an address, fetched unless it is here and has not expired.
    func document(
        at url: String, _ outside: Outside?, within budget: FetchBudget
    ) async throws(TwinProblem) -> JSON {
        let (known, now) = state.withLock { ($0.documents[url], $0.now) }
        if let known, known.expiresAt > now { return known.document }
        do {
            try budget.take(for: url)
            let fetched = try await Self.fetch(url, outside, at: now)
            keep(fetched, url)
            return fetched.document
        } catch {
            guard var known else { throw error }
            known.expiresAt = now.adding(microseconds: Self.respite * Self.second)
            keep(known, url)
            return known.document
        }
    }

    /// Fetches one in any case.
    func fetch(_ url: String, _ outside: Outside?, at now: Stamp) async throws(TwinProblem) -> Fetched {
        try await Self.fetch(url, outside, at: now)
    }

    func remove(_ url: String) { state.withLock { Self.remove(url, &$0) } }

    /// Keeps one; those fetched longest ago go where there are too many.
    func keep(_ fetched: Fetched, _ url: String) {
        state.withLock { state in
            Self.remove(url, &state)
            state.documents[url] = fetched
            state.size += fetched.size
            state.nextExpiry = min(state.nextExpiry ?? fetched.expiresAt, fetched.expiresAt)
            while state.size > Self.largestTogether || state.documents.count > Self.most {
                let others = state.documents.filter { $0.key != url }
                guard let oldest = others.min(by: { $0.value.at < $1.value.at }) else { return }
                Self.remove(oldest.key, &state)
            }
        }
    }

    private static func remove(_ url: String, _ state: inout State) {
        if let gone = state.documents.removeValue(forKey: url) { state.size -= gone.size }
    }
}

extension FetchedContexts {
    private static func fetch(
        _ url: String, _ outside: Outside?, at now: Stamp
    ) async throws(TwinProblem) -> Fetched {
        let answer = try await answer(of: url, outside)
        guard let json = try? JSON(parsing: answer.body, limits: JSON.Limits(depth: 64)) else {
            throw TwinProblem.bad(
                "What is at \(url.prefix(300)) is no context: it is not JSON.", at: "/@context",
                clause: "5.5.6")
        }
        let seconds = lifetime(answer, at: now)
        return Fetched(
            document: json, size: answer.body.count, at: now,
            expiresAt: now.adding(microseconds: seconds * second))
    }

    /// What is answered where an address leads (JSON-LD 1.1 API, 9.4.2): published contexts are often behind
    /// addresses that only lead on. Each step is held to the same rules as the first.
    private static func answer(
        of url: String, _ outside: Outside?
    ) async throws(TwinProblem) -> OutgoingResponse {
        func unavailable(_ why: String) -> TwinProblem {
            TwinProblem(
                .contextNotAvailable, "The context \(url.prefix(300)) cannot be had: \(why)", clause: "5.5.6")
        }
        let begun = ContinuousClock.now
        var address = url
        for _ in 0...redirects {
            guard let outside, address.hasPrefix("http://") || address.hasPrefix("https://") else {
                throw unavailable("nothing is fetched from there.")
            }
            let left = patience - (ContinuousClock.now - begun)
            guard left > .zero else { throw unavailable("it takes too long.") }
            let answer: OutgoingResponse
            do {
                answer = try await outside.fetching.send(
                    OutgoingRequest(
                        "GET", address,
                        headers: [("accept", "application/ld+json, application/json;q=0.9")],
                        timeout: left, largestAnswer: largest))
            } catch {
                throw unavailable("there is no answer, or the address is not allowed.")
            }
            if answer.status == 200 { return answer }
            guard [301, 302, 303, 307, 308].contains(answer.status), let place = answer.header("location"),
                let next = URL(string: place, relativeTo: URL(string: address))?.absoluteString
            else { throw unavailable("it answers \(answer.status).") }
            address = next
        }
        throw unavailable("it leads on and on.")
    }

    /// For how many seconds an answer may be kept, at least one (RFC 9111, 4.2).
    private static func lifetime(_ answer: OutgoingResponse, at now: Stamp) -> Int64 {
        let control = (answer.header("cache-control") ?? "").lowercased().split(separator: ",")
            .map { String($0).trimmingSpace }
        if control.contains("no-store") || control.contains("no-cache") { return 1 }
        var said: Int64?
        if let text = control.first(where: { $0.hasPrefix("max-age=") })?.dropFirst("max-age=".count) {
            let age = answer.header("age").flatMap { Int64($0) } ?? 0
            said = Int64(text.filter { $0 != "\"" }).map { held($0) - held(age) }
        } else if let text = answer.header("expires") {
            let sent = answer.header("date").flatMap(seconds) ?? now.microseconds / second
            said = (seconds(text) ?? sent) - sent
        }
        return said.map { max(held($0), 1) } ?? usual
    }

    private static func held(_ seconds: Int64) -> Int64 { min(max(seconds, 0), longest) }

    /// A date as HTTP writes it (RFC 9110, 5.6.7), in seconds since 1970.
    private static func seconds(_ text: String) -> Int64? {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.date(from: text).map { Instant($0).milliseconds / 1_000 }
    }
}
