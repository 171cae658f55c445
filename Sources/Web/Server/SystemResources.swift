// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// The files that come with a system: its words, rules and facts.
public enum SystemResources {
    /// The texts that belong to no system.
    public static func coreWords() throws -> [Language: [String: String]] {
        try words(in: .module)
    }

    /// A system's words by language: the texts of `Words/LANGUAGE.json` and of every
    /// `Words/PART.LANGUAGE.json`.
    /// - Throws: `Fault` for a file that is no flat object of texts, and for a key that stands
    ///   twice.
    public static func words(in bundle: Bundle) throws -> [Language: [String: String]] {
        let folder = bundle.bundleURL.appending(path: "Words")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        var words: [Language: [String: String]] = [:]
        for name in names where name.hasSuffix(".json") {
            let code = name.dropLast(5).split(separator: ".").last.map(String.init) ?? ""
            let content = try? JSON(parsing: try text("Words/\(name)", in: bundle))
            guard let texts = content?.asObject else { throw Fault("\(name) is no object of texts") }
            for (key, value) in texts {
                guard let text = value.asString,
                    words[Language(rawValue: code), default: [:]].updateValue(text, forKey: key)
                        == nil
                else { throw Fault("\(name): \(key) is no text, or stands twice") }
            }
        }
        return words
    }

    /// The text of a file by its path in the system's folder: `Facts/bodies.json`.
    /// - Throws: `Fault` if it is not there.
    public static func text(_ path: String, in bundle: Bundle) throws -> String {
        guard let data = FileManager.default.contents(
            atPath: bundle.bundleURL.appending(path: path).path)
        else { throw Fault("\(path) is not beside the program") }
        return String(decoding: data, as: UTF8.self)
    }
}
