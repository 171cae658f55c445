// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Takes a letter in at its addressee, as the action its kind names.
struct LetterBox {
    let network: Network

    /// Takes in one letter of a sender. Sent again, it is taken in once.
    /// - Returns: why it can never be taken in; nil when it was.
    /// - Throws: when it could not be taken in now.
    func take(_ content: JSON?, from sender: String, for slug: String) async throws -> String? {
        guard let letter = content?["letter"], let id = letter["id"]?.asString,
            let kind = letter["kind"]?.asString
        else { return "it is no letter" }
        guard let action = network.systems.letterKinds[kind]?.action else {
            return "no system takes letters of the kind \(kind)"
        }
        guard try isAtWork(action.system, at: slug) else {
            return "\(slug) has not taken up \(action.system)"
        }
        var body = letter["body"]?.asObject ?? [:]
        let record = body["record"]?.asString.flatMap { RecordID($0) }
        body["record"] = nil
        // Who it is from is what the post says, whatever the letter claims.
        body["sender"] = .string(sender)
        do {
            let input = try action.read(json: .object(body))
            let call = ActionCall(
                action, by: .system("post"), on: record, input: input.values,
                given: input.given, key: "letter:\(sender):\(id)")
            _ = try await network.tenant(slug).perform(call, at: network.now())
            return nil
        } catch let problems as Problems {
            return problems.all.map { "\($0.field ?? "letter"): \($0.code)" }.joined(separator: "; ")
        } catch Refusal.outOfService(let phrase) {
            throw Refusal.outOfService(phrase)
        } catch Refusal.notNow(let phrase) {
            return phrase.key
        } catch Refusal.notFound {
            return "there is no such tenant, or no such record there"
        } catch let refusal as Refusal {
            return "\(refusal)"
        }
    }
}

extension LetterBox {
    /// Whether there is somebody to take in a system's letters.
    private func isAtWork(_ system: String, at slug: String) throws -> Bool {
        if slug == Tenant.commons { return network.systems[system]?.isCommons ?? false }
        return try network.find(slug)?.systems.contains(system) ?? false
    }
}

extension SystemSet {
    /// All kinds of publication, by name.
    var publishedKinds: [String: PublishedKind] {
        Dictionary(uniqueKeysWithValues: all.flatMap(\.published).map { ($0.name, $0) })
    }

    /// All kinds of letter, by name.
    var letterKinds: [String: LetterKind] {
        Dictionary(uniqueKeysWithValues: all.flatMap(\.letters).map { ($0.name, $0) })
    }
}
