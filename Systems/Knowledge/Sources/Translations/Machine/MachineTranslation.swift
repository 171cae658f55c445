// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

/// Texts on their way through a machine: line by line, so that what is marked in them survives, and
/// in batches it can take. What it answers is looked at before it is believed to be a translation.
struct MachineTranslation {
    /// The most texts, and characters, of one request.
    private static let batch = (texts: 40, characters: 4_000)

    let translator: any Translator
    let from: Tongue?
    let to: Tongue

    /// The texts of an original.
    /// - Throws: `TranslatorFailure`.
    func texts(of original: Original) async throws -> TranslatedTexts {
        let lines = original.texts.map { _, text in
            text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                .map { MarkedLine($0) }
        }
        let all = lines.flatMap(\.self)
        let known = try await translate(all)
        var values = Values(TranslatedTexts.fields.names)
        for ((name, _), lines) in zip(original.texts, lines) {
            let text = lines.map { known[$0] ?? "" }.joined(separator: "\n")
            values[name] = .text(try fitting(text, name))
        }
        return TranslatedTexts(values: values)
    }

    private func fitting(_ text: String, _ name: String) throws -> String {
        let field = TranslatedTexts.fields.first { $0.name == name }?.description.kind
        switch field {
        case .text(let max), .longText(let max):
            guard text.count <= max else {
                throw TranslatorFailure("the translation is longer than \(max) characters", isFinal: true)
            }
        default: break
        }
        return text
    }

    /// Each line in the other language. Sentences whose marks the machine lost are asked for once
    /// more, in pieces.
    private func translate(_ lines: [MarkedLine]) async throws -> [MarkedLine: String] {
        var known: [MarkedLine: String] = [:]
        let whole = Set(lines).compactMap { line in line.sentence.map { (line, $0) } }
        let sentences = try await ask(whole.map(\.1))
        for ((line, _), sentence) in zip(whole, sentences) { known[line] = line.line(sentence: sentence) }
        let left = Set(lines).filter { known[$0] == nil }
        let parted = left.map { ($0, $0.words) }
        var answers = try await ask(parted.flatMap(\.1))[...]
        for (line, words) in parted {
            known[line] = line.line(words: answers.prefix(words.count))
            answers = answers.dropFirst(words.count)
        }
        return known
    }

    private func ask(_ texts: [String]) async throws -> [String] {
        var answers: [String] = []
        var rest = texts[...]
        while !rest.isEmpty {
            var (count, length) = (0, 0)
            for text in rest.prefix(Self.batch.texts) {
                length += text.count
                if count > 0, length > Self.batch.characters { break }
                count += 1
            }
            let asked = Array(rest.prefix(count))
            try Task.checkCancellation()
            answers += try checked(
                await translator.translate(asked, from: from?.rawValue, to: to.rawValue), asked)
            rest = rest.dropFirst(count)
        }
        return answers
    }

    /// As many texts, each in one line and of a length that can be meant.
    private func checked(_ answers: [String], _ asked: [String]) throws -> [String] {
        guard answers.count == asked.count else {
            throw TranslatorFailure(
                "the translator gave \(answers.count) texts for \(asked.count)", isFinal: true)
        }
        return try zip(answers, asked).map { answer, asked in
            let line = answer.visible.split { $0.isNewline || $0 == "\u{0}" }.joined(separator: " ")
            guard line.contains(where: { !$0.isWhitespace }), line.count <= 5 * asked.count + 200 else {
                throw TranslatorFailure("the translator’s answer is no translation", isFinal: true)
            }
            return line
        }
    }
}
