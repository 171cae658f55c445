// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Web

/// What went wrong, in English, for the command line.
enum Messages {
    static func of(_ problems: Problems) throws -> String {
        let words = try Composition.words(try Composition.faces())
        return problems.all.map { words($0.phrase, in: .english) }.joined(separator: "\n")
    }

    static func of(_ phrase: Phrase) throws -> String {
        try Composition.words(try Composition.faces())(phrase, in: .english)
    }

    static func of(_ refusal: Refusal) throws -> String {
        switch refusal {
        case .notNow(let phrase), .outOfService(let phrase): try of(phrase)
        case .notFound: "There is nothing of that name."
        case .tooLarge(let limit): "It is larger than \(limit) bytes."
        case .signIn: "Somebody must sign in for it."
        case .forbidden: "It is not theirs to do."
        case .stale: "It was changed meanwhile; try again."
        case .tooMany(let seconds): "It was tried too often; try again in \(seconds) seconds."
        case .wrongType(let accepted): "It must be one of \(accepted.joined(separator: ", "))."
        }
    }

    /// Whatever was thrown, as a sentence.
    static func of(_ error: any Error) -> String {
        switch error {
        case let mistake as ValidationError: mistake.message
        case let problems as Problems: (try? of(problems)) ?? "\(problems)"
        case let refusal as Refusal: (try? of(refusal)) ?? "\(refusal)"
        case let fault as Fault where fault.isStorageFull:
            "The disk is full; nothing was changed. Make room and try again."
        case let fault as Fault: fault.description.hasSuffix(".") ? "\(fault)" : "\(fault)."
        case let failure as CannotListen: "\(failure) Say other ones with TALKA_HOST and PORT."
        case let error as CocoaError: error.localizedDescription
        default: "\(error)"
        }
    }

    /// Wrong use ends with 2, as every command promises; all else that goes wrong with 1.
    static func exitCode(of error: any Error) -> ExitCode {
        switch error {
        case is ValidationError, is Problems, Refusal.notFound: ExitCode(2)
        default: ExitCode(1)
        }
    }
}
