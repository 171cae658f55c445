// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Store

/// The job of having a machine translate: asked for by an officer, done later, and told to them
/// either way. Where no machine is set up that is what they are told.
struct MachineWork {
    private static let retry = Retry(attempts: 5, first: 20, longest: 600)

    let translator: (any Translator)?

    var handler: JobHandler {
        JobHandler(TranslationActions.job, retry: Self.retry) { work in try await run(work) }
    }

    private func run(_ work: RunningJob) async throws {
        guard let id = work.record, let translation = try work.find(Translation.self, id),
            translation.askedAt != nil, translation.made == .machine
        else { return }
        do {
            try await take(translation, work)
        } catch let failure as TranslatorFailure {
            let isFinal = failure.isFinal || work.attempt >= Self.retry.attempts
            _ = try await work.perform(
                TranslationActions.fail.kind, on: id,
                input: [
                    "reason": .text(String(failure.description.prefix(300))), "is_final": isFinal.stored,
                ], once: "fail:\(work.id):\(work.attempt)")
            if failure.isFinal { throw Hopeless(failure.description) }
            throw Fault(failure.description)
        }
    }

    private func take(_ translation: Stored<Translation>, _ work: RunningJob) async throws {
        guard let translator else {
            throw TranslatorFailure("no translator is set up (TALKA_TRANSLATOR)", isFinal: true)
        }
        let original = try work.store.read(as: .system("translator")) {
            try $0.original(of: translation.fields)
        }
        guard let original else {
            throw TranslatorFailure("what was to be translated is not there any more", isFinal: true)
        }
        let texts = try await MachineTranslation(
            translator: translator, from: original.language, to: translation.language
        ).texts(of: original)
        var input = texts.values
        input["digest"] = .text(original.digest)
        do {
            _ = try await work.perform(
                TranslationActions.take.kind, on: translation.id, input: input,
                once: "take:\(work.id)")
        } catch Refusal.notNow {
            // A person was quicker: what they wrote stands.
        }
    }
}
