// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Web

/// Speaks to sources for a twin, as their registrations say (GS CIM 009, 4.3.6.5 and 4.3.6.6).
struct SourceSpeaker: Sendable {
    let twin: Twin
    let outside: Outside?
    let now: Stamp
    /// By which brokers what is said came, ours the last (6.3.18).
    let via: String
    /// What the request that caused this brought under the name of a header.
    let brought: @Sendable (String) -> String?

    /// How large an answer may be, in bytes.
    private static let largest = 8 << 20

    func table(for context: JSON) async throws -> TermTable {
        try await twin.contexts.table(for: context, outside, twin, at: now)
    }

    /// The words for a source, of what was sent in others.
    func words(_ registration: Registration, _ from: TermTable) async throws -> SourceWords {
        var words = SourceWords(table: from, from: from)
        if let url = registration.contextURL {
            words.table = try await table(for: .string(url))
        }
        words.wantsLinkedBody = registration.wantsLinkedBody && registration.contextURL == nil
        words.edition = registration.edition
        return words
    }

    /// A request to a source.
    /// - Parameter path: behind `/ngsi-ld/v1/`, each part as it is.
    func request(
        _ method: Method, _ path: [String], _ query: [(String, String)] = [], to source: Registration,
        words: TermTable, body: (bytes: [UInt8], isLinked: Bool)? = nil
    ) -> OutgoingRequest {
        let base =
            source.endpoint.hasSuffix("/ngsi-ld/v1") ? source.endpoint : "\(source.endpoint)/ngsi-ld/v1"
        let parts = path.map { Paging.encoded($0).replacing("/", with: "%2F") }.joined(separator: "/")
        let text = query.map { "\($0.0)=\(Paging.encoded($0.1))" }.joined(separator: "&")
        return OutgoingRequest(
            method.rawValue, "\(base)/\(parts)\(text.isEmpty ? "" : "?\(text)")",
            headers: headers(source, words, body?.isLinked), body: body?.bytes ?? [],
            timeout: source.management.timeout, largestAnswer: Self.largest)
    }

    private func headers(
        _ source: Registration, _ words: TermTable, _ isLinked: Bool?
    ) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = [
            ("accept", "application/json"), ("via", via),
        ]
        if let isLinked {
            headers.append(("content-type", isLinked ? "application/ld+json" : "application/json"))
        }
        if isLinked != true, let link = words.link { headers.append(("link", LinkHeader.naming(link))) }
        if let tenant = source.tenant { headers.append(("ngsild-tenant", tenant)) }
        for (key, value) in source.sourceInformation {
            let name = key.lowercased()
            guard !Self.own.contains(name) else { continue }
            // The special value takes what the request that caused this brought (4.3.6.5).
            let said = value == "urn:ngsi-ld:request" ? passedOn(name) : value
            guard let said else { continue }
            headers.removeAll { $0.name == name }
            headers.append((name, said))
        }
        return headers
    }

    /// What the sender brought under a name. What opens this twin to them goes nowhere: whoever registers a
    /// source would have everybody's token.
    private func passedOn(_ name: String) -> String? {
        ["authorization", "cookie"].contains(name) ? nil : brought(name)
    }

    /// Headers that are nobody's to set.
    private static let own: Set<String> = [
        "jsonldcontext", "host", "via", "connection", "content-length", "transfer-encoding", "content-type",
        "link", "contenttype", "ngsildconformance",
        "te", "upgrade", "trailer", "expect",
    ]

    func ask(_ source: Registration, _ words: TermTable, _ request: OutgoingRequest) async -> SourceAnswer {
        let records = twin.registrations
        if let known = records.cache.answer(to: request, of: source, at: now) { return known }
        guard !records.isResting(source, at: now), let outside,
            request.address.hasPrefix("http://") || request.address.hasPrefix("https://")
        else { return .none(source, words) }
        do {
            let answer = try await outside.fetching.send(request)
            // What is not there is an answer like others; whoever answers is not left alone.
            records.note(
                source.id, isSuccess: (200..<300).contains(answer.status) || answer.status == 404,
                cooldown: answer.status < 500 ? .zero : source.management.cooldown, at: now)
            let json =
                answer.body.isEmpty
                ? nil : try? JSON(parsing: answer.body, limits: JSON.Limits(depth: 300))
            let told = SourceAnswer(
                registration: source, status: answer.status, json: json, size: answer.body.count,
                words: words, headers: answer.headers)
            records.cache.note(told, to: request, at: now)
            return told
        } catch {
            records.note(source.id, isSuccess: false, cooldown: source.management.cooldown, at: now)
            return .none(source, words)
        }
    }
}
