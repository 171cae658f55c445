// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// What is sent of a snapshot (GS CIM 009 1.9.1, 5.2.41), each member held to its kind. What only the broker
/// says is passed over.
struct SnapshotReading {
    private let sent: JSONObject
    private let now: Stamp
    private let strict: StrictMembers

    init(_ sent: JSONObject, at now: Stamp) {
        (self.sent, self.now) = (sent, now)
        strict = StrictMembers(sent, at: "", clause: "5.2.41")
    }

    private static let told: Set<String> = [
        "snapshotStatus", "snapshotQueriesDetails", "snapshotTemporalQueriesDetails", "createdAt",
        "modifiedAt", "lastUsedAt",
    ]
    /// What it begins with, and keeps.
    private static let lasting = ["asOf", "queries", "snapshotQueries"]

    func requireType() throws(TwinProblem) {
        guard sent["type"]?.asString == Branch.type else {
            throw strict.problem("type", "The type of a snapshot is “Snapshot”.")
        }
    }

    /// - Throws: for what may not be changed.
    func requirePatch(of branch: Branch) throws(TwinProblem) {
        if sent["type"] != nil { try requireType() }
        if let other = sent["id"], other != .string(branch.id) {
            throw strict.problem("id", "The id of a snapshot stays.")
        }
        if let name = Self.lasting.first(where: { sent[$0] != nil }) {
            throw strict.problem(name, "What a snapshot began with stays.")
        }
    }

    /// The id it is to have; one of ours where none is said.
    func id() throws(TwinProblem) -> String {
        guard let said = sent["id"] else { return "urn:ngsi-ld:Snapshot:\(UUID().uuidString.lowercased())" }
        guard let id = said.asString, NameRules.isURI(id) else {
            throw strict.problem("id", "The id is a URI.")
        }
        return id
    }

    /// The moment of the twin it begins with; nil: now.
    func moment() throws(TwinProblem) -> Stamp? { try strict.moment("asOf") }

    /// The queries that choose what it holds; nil: it holds everything.
    func queries() throws(TwinProblem) -> [JSON]? {
        guard sent["snapshotTemporalQueries"] == nil else {
            throw TwinProblem(
                .operationNotSupported,
                "A snapshot holds all that its entities were; they are chosen by snapshotQueries.",
                at: "/snapshotTemporalQueries", clause: "5.16.1")
        }
        guard let name = ["snapshotQueries", "queries"].first(where: { sent[$0] != nil }) else { return nil }
        guard let queries = sent[name]?.asArray, (1...100).contains(queries.count) else {
            throw strict.problem(name, "“\(name)” is an array of at least one query.")
        }
        return queries
    }

    /// When it goes by itself.
    /// - Parameter old: what holds where nothing is said.
    func expiry(after old: Stamp? = nil) throws(TwinProblem) -> Stamp? {
        if isGone("expiresAt") || isGone("snapshotLifetime") { return nil }
        if let moment = try strict.moment("expiresAt") {
            guard moment > now else { throw strict.problem("expiresAt", "“expiresAt” has passed.") }
            return moment
        }
        guard let said = try strict.text("snapshotLifetime") else { return old }
        guard let length = ISODuration(said), !length.isZero else {
            throw strict.problem("snapshotLifetime", "“snapshotLifetime” is a length of time such as P1D.")
        }
        return length.step(1, from: now)
    }

    private func isGone(_ name: String) -> Bool { sent[name] == .string(Fragment.null) }

    /// What is kept of it, put over what is there.
    func members(over old: JSONObject) throws(TwinProblem) -> JSONObject {
        var members = old
        if members["createdAt"] == nil { members["createdAt"] = .string(now.description) }
        for (key, value) in sent where !Self.told.contains(key) {
            switch key {
            case "id", "type", "asOf", "expiresAt", "@context": continue
            case _ where isGone(key): members[key] = nil
            default:
                try check(key)
                members[key] = value
            }
        }
        return members
    }

    private func check(_ key: String) throws(TwinProblem) {
        switch key {
        case "snapshotName", "name", "description", "snapshotLifetime": _ = try strict.text(key)
        case "snapshotQueries", "queries": return
        case "snapshotPriority":
            guard let priority = sent[key]?.asInteger, (1...10).contains(priority) else {
                throw strict.problem(key, "“snapshotPriority” is a whole number from 1 to 10.")
            }
        case "endpoint": _ = try SnapshotNotice.address(sent[key], strict)
        case "receiverInfo":
            guard try strict.pairs(key).allSatisfy(NotificationEndpoint.isHeader) else {
                throw strict.problem(key, "What “receiverInfo” says cannot be headers.")
            }
        default: throw strict.problem(key, "A snapshot has no member “\(key.prefix(80))”.")
        }
    }
}
