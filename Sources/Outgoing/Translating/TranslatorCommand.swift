// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A translator that is a program on this machine. It is given JSON on its standard input,
/// `{"source": "da", "target": "en", "texts": ["…"]}`, where `source` may be null, and says
/// `{"texts": ["…"]}` on its standard output.
final class TranslatorCommand: Translator {
    private let program: BoundedProgram
    private let workers = Workers(atOnce: 1, most: 50)

    /// - Parameters:
    ///   - path: the program's.
    ///   - arguments: the same every time.
    init(_ path: String, _ arguments: [String], patience: Duration = .seconds(120)) {
        program = BoundedProgram(
            path: path, arguments: arguments, patience: patience, largestAnswer: 4 << 20)
    }

    func translate(
        _ texts: [String], from source: String?, to target: String
    ) async throws -> [String] {
        let asked: JSON = [
            "source": .optional(source), "target": .string(target),
            "texts": .array(texts.map(JSON.string)),
        ]
        let said: [UInt8]
        do {
            let input = asked.encoded()
            said = try await workers.run { [program] in try program.run(input, $0) }
        } catch let fault as Fault { throw TranslatorFailure(fault.description) }
        guard let answer = (try? JSON(parsing: said))?["texts"]?.asArray?.map(\.asString),
            case let translated = answer.compactMap(\.self), translated.count == answer.count
        else { throw TranslatorFailure("the translator’s answer cannot be read") }
        return translated
    }
}
