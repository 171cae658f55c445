// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Outgoing
import Synchronization
import Testing

/// Machines that translate: a program, and a service that speaks LibreTranslate's API.
struct TranslatorTests {
    /// A program of a test's own, gone with it.
    private final class Program {
        let path: String

        init(_ script: String) throws {
            path = FileManager.default.temporaryDirectory.appending(path: "translate-\(UUID())").path
            try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private func failure(_ translator: any Translator) async -> TranslatorFailure? {
        do {
            _ = try await translator.translate(["En have"], from: "da", to: "en")
            return nil
        } catch { return error as? TranslatorFailure }
    }

    private static func answer(_ status: String, _ body: String) -> String {
        "HTTP/1.1 \(status)\r\ncontent-type: application/json\r\n"
            + "content-length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test func aProgramIsGivenTheTextsAndFixedArguments() async throws {
        // It gives back what it was given, so that both can be seen.
        let program = try Program(
            #"sed -e 's/.*"texts":/{"texts":/' -e "s/have/garden $1 $2/""#)
        let setting = try TranslatorSetting("command:\(program.path) --to $HOME;ls")
        let texts = try await setting.translator().translate(
            ["En have", "“To”\nhaver"], from: "da", to: "en")
        // The second line break is within the text; no shell has read the arguments.
        #expect(texts == ["En garden --to $HOME;ls", "“To”\nhaver"])
        #expect(setting.description == "command:\(program.path)")
    }

    @Test(arguments: [
        "exit 3", "echo no", "echo '{\"texts\": [1]}'", "cat > /dev/null; head -c 5000000 /dev/zero",
    ])
    func aProgramThatDoesNotTranslateSaysNothing(_ script: String) async throws {
        let program = try Program(script)
        let translator = try TranslatorSetting("command:\(program.path)").translator()
        let found = await failure(translator)
        #expect(found?.isFinal == false)
        #expect(found?.description.hasPrefix("the translator") == true, "\(found?.description ?? "")")
    }

    @Test func aServiceIsAskedAsItsAPISays() async throws {
        let heard = Mutex<[String]>([])
        let server = try Listener.http(Self.answer("200 OK", #"{"translatedText": ["A garden"]}"#)) { text in
            heard.withLock { $0.append(text) }
        }
        // An address that is not public may be the operator's own translator.
        let setting = try TranslatorSetting("http://127.0.0.1:\(server.port)/lt/", key: "hush-1")
        let texts = try await setting.translator().translate(["En have"], from: nil, to: "en")
        #expect(texts == ["A garden"])
        let asked = try #require(heard.withLock { $0.first })
        #expect(asked.hasPrefix("POST /lt/translate HTTP/1.1"))
        let body = try #require(asked.range(of: "\r\n\r\n").map { String(asked[$0.upperBound...]) })
        let json = try JSON(parsing: Array(body.utf8))
        #expect(json["q"]?.asArray?.map(\.asString) == ["En have"] && json["source"] == "auto")
        #expect(json["target"] == "en" && json["format"] == "text" && json["api_key"] == "hush-1")
        #expect(!setting.description.contains("hush-1"))
    }

    @Test(arguments: [
        ("400 Bad Request", #"{"error": "mt is not supported, hush-1"}"#, true),
        ("403 Forbidden", #"{"error": "Invalid API key"}"#, true),
        ("429 Too Many Requests", #"{"error": "Slowdown"}"#, false),
        ("502 Bad Gateway", "<html>", false), ("200 OK", #"{"translatedText": "one"}"#, false),
    ])
    func aServiceThatRefusesSaysWhyButNoSecret(_ status: String, _ body: String, isFinal: Bool) async throws {
        let server = try Listener.http(Self.answer(status, body))
        let translator = try TranslatorSetting("http://127.0.0.1:\(server.port)", key: "hush-1").translator()
        let found = try #require(await failure(translator))
        #expect(found.isFinal == isFinal)
        #expect(!found.description.contains("hush-1"))
        if body.contains("not supported") { #expect(found.description.contains("mt is not supported")) }
    }

    @Test(arguments: [
        "command:translate", "command:", "ftp://example.org", "https://user@example.org", "yes",
        "https://example.org/?q=1", "http://example.org",
    ])
    func aSettingThatCannotBeMeantIsRefused(_ text: String) {
        // The last one is only wrong with a key, which would go over the wire as it is.
        #expect(throws: Fault.self) { try TranslatorSetting(text, key: "hush-1") }
        do { _ = try TranslatorSetting(text, key: "hush-1") } catch {
            #expect(!"\(error)".contains("hush-1"))
        }
    }
}
