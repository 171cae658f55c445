// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What a problem or refusal says, in English, for the command line.
enum Messages {
    static func of(_ problems: Problems) throws -> String {
        let words = try Composition.words(try Composition.faces())
        return problems.all.map { words($0.phrase, in: .english) }.joined(separator: "\n")
    }

    static func of(_ refusal: Refusal) throws -> String {
        let words = try Composition.words(try Composition.faces())
        return switch refusal {
        case .notNow(let phrase), .outOfService(let phrase): words(phrase, in: .english)
        case .notFound: "There is nothing of that name."
        case .tooLarge(let limit): "It is larger than \(limit) bytes."
        default: "It was refused: \(refusal)."
        }
    }
}
