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
        guard let known = network.systems.letterKinds[kind] else {
            return "no system takes letters of the kind \(kind)"
        }
        guard try isAtWork(known.action.system, at: slug) else {
            return "\(slug) has not taken up \(known.action.system)"
        }
        var body = letter["body"]?.asObject ?? [:]
        let record = body["record"]?.asString.flatMap { RecordID($0) }
        body["record"] = nil
        // Who it is from is what the post says, whatever the letter claims.
        body["sender"] = .string(sender)
        do {
            let (store, key) = (try network.tenant(slug), "letter:\(sender):\(id)")
            guard let action = try action(of: known, for: record, under: key, in: store) else {
                return nil
            }
            let input = try action.read(json: .object(body))
            try await bring(input.values, of: action, from: sender, to: slug)
            let call = ActionCall(
                action, by: .system("post"), on: action.isCreating ? nil : record,
                input: input.values, given: input.given, key: key,
                newID: action.isCreating ? record : nil)
            _ = try await store.perform(call, at: network.now())
            return nil
        } catch let problems as Problems {
            return problems.all.map { "\($0.field ?? "letter"): \($0.code)" }.joined(separator: "; ")
        } catch let failure as DocumentFailure {
            if case .unreachable = failure { throw failure }
            return failure.description
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
    /// The action a letter is taken in by; nil if it was, by either of two.
    private func action(
        of kind: LetterKind, for record: RecordID?, under key: String, in store: TenantStore
    ) throws -> ActionKind? {
        guard let again = kind.again, let record else { return kind.action }
        if try store.hasTaken(key, by: .system("post")) { return nil }
        let isThere = try store.read(as: .system("post")) {
            try $0.find(record, kind: again.record) != nil
        }
        return isThere ? again : kind.action
    }

    /// Puts the documents that an input names with the addressee.
    private func bring(
        _ input: Values, of action: ActionKind, from sender: String, to slug: String
    ) async throws {
        for field in action.input {
            guard case .files = field.kind, let value = input[field.name],
                let files = [FileReference](stored: value)
            else { continue }
            for file in files {
                try await network.documents.bring(file.digest, from: sender, to: slug)
            }
        }
    }

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
