// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Store

/// Asks other networks. Nothing of what comes back is believed before its signature is seen to be
/// right, and nothing is followed anywhere else.
struct Asking {
    private static let longestAnnouncement = 64 << 10
    private static let longestPage = 4 << 20
    private static let page = 100

    let outside: Outside
    let now: @Sendable () -> Instant

    /// What a network says of itself, signed with the key it shows.
    func announcement(of address: NetworkAddress) async throws -> Announcement {
        let answer = try await ask(
            address, Offering.announcement, "", largest: Self.longestAnnouncement)
        let announcement = try Announcement(answer.json)
        try answer.verify(with: announcement.key)
        guard announcement.address == address else {
            throw Trouble(
                .garbage, "it says that its address is \(announcement.address.text): follow it there")
        }
        return announcement
    }

    /// The next of its changes.
    func changes(of network: FollowedNetwork) async throws -> IncomingPage {
        guard let address = NetworkAddress(network.address), let key = network.publicKey else {
            throw Trouble(.address, "its address or key is none")
        }
        let after = network.cursor ?? 0
        let answer = try await ask(
            address, Offering.feed,
            "after=\(after)&kinds=\(network.kindNames.joined(separator: ","))&limit=\(Self.page)",
            largest: Self.longestPage)
        try answer.verify(with: key)
        return try IncomingPage(
            answer.json, after: after, origin: network.origin, at: address,
            of: Set(network.kindNames), now: now())
    }

    /// What came back, with the question it was the answer to.
    private struct Answer {
        let signed: SignedAnswer
        let response: OutgoingResponse
        let now: Instant

        /// - Throws: `Trouble` for what is no JSON; two members of one name are none.
        var json: JSON {
            get throws {
                do { return try JSON(parsing: signed.body, limits: JSON.Limits(depth: 8)) } catch {
                    throw Trouble(.garbage, "what it answered is no JSON that is taken")
                }
            }
        }

        func verify(with key: Ed25519.PublicKey) throws {
            do { try signed.verify(with: key, at: now) { response.header($0) } } catch {
                switch error {
                case .wrong: throw Trouble(.signature, "the signature of its answer is wrong or missing")
                case .otherKey: throw Trouble(.otherKey, "it signs with another key")
                case .time: throw Trouble(.clock, "its answer was signed at another time than now")
                }
            }
        }
    }

    private func ask(
        _ address: NetworkAddress, _ path: String, _ query: String, largest: Int
    ) async throws -> Answer {
        if let objection = outside.policy.objection(to: address.text + path) {
            throw Trouble(.address, "TALKA_ALLOW_ADDRESSES does not allow it: \(objection.rawValue)")
        }
        // So that no answer that was given before fits this question.
        let query = (query.isEmpty ? "" : "\(query)&") + "nonce=\(try Secret.new().prefix(32))"
        let request = OutgoingRequest(
            "GET", "\(address.text)\(path)?\(query)",
            headers: [("accept", "application/json"), ("user-agent", "Talka")],
            timeout: .seconds(20), largestAnswer: largest)
        let response: OutgoingResponse
        do { response = try await outside.fetching.send(request) } catch let fault as Fault {
            throw Trouble(.unreachable, fault.description)
        }
        guard response.status == 200 else {
            throw Trouble(.unreachable, "it answered \(response.status)")
        }
        guard let type = response.header("content-type"), type.hasPrefix("application/json") else {
            throw Trouble(.garbage, "what it answered is no JSON")
        }
        let signed = SignedAnswer(
            status: response.status, type: type, body: response.body, path: path, query: query)
        return Answer(signed: signed, response: response, now: now())
    }
}
