// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Takes a letter in at its addressee, as the action its kind names.
struct LetterBox {
    let network: Network

    /// Takes in one letter. Sent again, it is taken in once.
    /// - Returns: why it can never be taken in; nil when it was.
    /// - Throws: when it could not be taken in now.
    func take(_ content: JSON, for slug: String) async throws -> String? {
        guard let letter = content["letter"], let id = letter["id"]?.asString,
            let from = letter["from"]?.asString, let kind = letter["kind"]?.asString
        else { return "not a letter" }
        guard let action = network.systems.letterKinds[kind]?.action else {
            return "no system takes letters of the kind \(kind)"
        }
        var body = letter["body"]?.asObject ?? [:]
        // Who it is from is what the post says, whatever the letter claims.
        body["sender"] = .string(from)
        do {
            let input = try action.read(json: .object(body))
            let call = ActionCall(
                action, by: .system("post"),
                on: body["record"]?.asString.flatMap { RecordID($0) },
                input: input.values, given: input.given, key: "letter:\(from):\(id)")
            _ = try await network.tenant(slug).perform(call, at: network.now())
            return nil
        } catch let problems as Problems {
            return problems.all.map { "\($0.field ?? ""): \($0.code)" }.joined(separator: "; ")
        } catch Refusal.outOfService(let phrase) {
            throw Refusal.outOfService(phrase)
        } catch let refusal as Refusal {
            return "\(refusal)"
        }
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
