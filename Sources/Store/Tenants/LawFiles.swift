// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Reads the law from its files, once, at start.
public enum LawFiles {
    /// The law of the jurisdictions that come with the program, and of these packs of rules.
    /// - Parameter first: the code of the operator's own jurisdiction.
    /// - Throws: `RuleFileError` or `Fault`, naming the file, for the first mistake in one.
    public static func read(first: String, packs: [URL]) throws -> Law {
        var jurisdictions = try files(in: Jurisdiction.folder).map { url in
            try named(url) { try Jurisdiction(parsing: $0) }
        }
        guard let index = jurisdictions.firstIndex(where: { $0.code == first }) else {
            throw Fault("there is no jurisdiction \(first)")
        }
        let own = jurisdictions.remove(at: index)
        var book = RuleBook()
        for url in packs {
            try named(url) { try book.add(Rules(parsing: $0)) }
        }
        return Law(book: book, first: own, others: jurisdictions)
    }

    /// The JSON files of a folder, in the order of their names; none if there is no such folder.
    public static func files(in folder: URL) -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted()
            .map { folder.appending(path: $0) }
    }

    private static func named<T>(_ url: URL, _ read: (String) throws -> T) throws -> T {
        do { return try read(String(contentsOf: url, encoding: .utf8)) } catch {
            throw Fault("\(url.lastPathComponent): \(error)")
        }
    }
}
