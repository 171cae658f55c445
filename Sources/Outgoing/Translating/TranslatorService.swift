// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A translator that is a service and speaks the API of LibreTranslate: `POST /translate` with `q`,
/// `source`, `target`, `format` and `api_key`, answered by `translatedText`.
/// Source: https://docs.libretranslate.com/guides/api_usage/
struct TranslatorService: Translator {
    /// The service's, without a final slash.
    let address: String
    let key: String?
    let fetching: any Fetching

    func translate(
        _ texts: [String], from source: String?, to target: String
    ) async throws -> [String] {
        var asked: JSON = [
            "q": .array(texts.map(JSON.string)), "source": .string(source ?? "auto"),
            "target": .string(target), "format": "text",
        ]
        if let key { asked["api_key"] = .string(key) }
        let response: OutgoingResponse
        do {
            response = try await fetching.send(
                OutgoingRequest(
                    "POST", "\(address)/translate",
                    headers: [("content-type", "application/json"), ("accept", "application/json")],
                    body: asked.encoded(), timeout: .seconds(60), largestAnswer: 4 << 20))
        } catch let fault as Fault { throw TranslatorFailure(fault.description) }
        let answer = try? JSON(parsing: response.body)
        guard response.status == 200 else { throw failure(response.status, answer) }
        guard let said = answer?["translatedText"]?.asArray?.map(\.asString),
            case let translated = said.compactMap(\.self), translated.count == said.count
        else { throw TranslatorFailure("the translator’s answer cannot be read") }
        return translated
    }

    /// What it says is wrong, shortened, and without the key should it repeat that. It says 400 of
    /// languages it does not know and 403 of keys; 429 and 5xx pass.
    private func failure(_ status: Int, _ answer: JSON?) -> TranslatorFailure {
        var reason = answer?["error"]?.asString?.visible ?? ""
        if let key, !key.isEmpty { reason = reason.replacing(key, with: "…") }
        let line = reason.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(160)
        return TranslatorFailure(
            "the translator answered \(status)\(line.isEmpty ? "" : ": \(line)")",
            isFinal: (400..<500).contains(status) && status != 429 && status != 408)
    }
}
