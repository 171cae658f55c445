// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Store

extension Settings {
    /// How people may sign in: `TALKA_SECOND_FACTOR`, `TALKA_CONFIRM_MINUTES`, and the providers of
    /// the file `TALKA_OPENID` names. Read by who serves: other commands need no provider's secret.
    /// - Throws: `ValidationError` for what cannot be meant.
    func signIn() throws -> SignInPolicy {
        let rule = values["TALKA_SECOND_FACTOR"] ?? "nobody"
        guard let secondFactor = SignInPolicy.SecondFactor(rawValue: rule) else {
            throw ValidationError("TALKA_SECOND_FACTOR must be staff or nobody; it is “\(rule)”.")
        }
        let minutes = values["TALKA_CONFIRM_MINUTES"] ?? "10"
        guard let provedFor = Int(minutes), (1...720).contains(provedFor) else {
            throw ValidationError(
                "TALKA_CONFIRM_MINUTES must be a number of minutes from 1 to 720; it is “\(minutes)”.")
        }
        return SignInPolicy(
            secondFactor: secondFactor, provedFor: provedFor * 60,
            providers: try values["TALKA_OPENID"].map { try Self.providers($0, values) } ?? [])
    }

    private static func providers(
        _ path: String, _ values: [String: String]
    ) throws -> [OpenIDProvider] {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw ValidationError("TALKA_OPENID names \(path), which cannot be read.")
        }
        do {
            return try OpenIDProvider.read(try JSON(parsing: Array(bytes))) { member, name in
                try secret(member, name, values)
            }
        } catch let error as ValidationError {
            throw error
        } catch let error as JSONError {
            throw ValidationError("TALKA_OPENID: \(path) is not JSON. \(try Messages.of(error.phrase))")
        } catch {
            throw ValidationError("\(path): \(error)")
        }
    }

    /// A secret never stands in the file itself, which is copied and shown around.
    private static func secret(
        _ member: String, _ name: String, _ values: [String: String]
    ) throws -> String {
        if member == "client_secret_env" {
            guard let secret = values[name], !secret.isEmpty else {
                throw ValidationError("TALKA_OPENID: there is no \(name) in the environment.")
            }
            return secret
        }
        guard let text = try? String(contentsOfFile: name, encoding: .utf8),
            case let secret = text.trimmingCharacters(in: .whitespacesAndNewlines), !secret.isEmpty
        else { throw ValidationError("TALKA_OPENID: \(name) holds no secret that can be read.") }
        return secret
    }
}
