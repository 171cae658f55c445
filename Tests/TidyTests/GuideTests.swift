// SPDX-License-Identifier: EUPL-1.2

import Testing

/// The guide to a first system tells no more than what is compiled and tested in `Tests/GuideTests`,
/// and fits the files it changes.
struct GuideTests {
    private static let own = "Systems/Allotments/"
    private static let kept = "Tests/GuideTests/Allotments/"

    @Test func theFilesOfTheGuideAreThoseThatAreTested() throws {
        let guide = try Guide("docs/guides/first-system.md")
        let made = guide.files.filter { $0.key.hasPrefix(Self.own) }
        let kept = Repository.files.filter { $0.path.hasPrefix(Self.kept) }
        let names = kept.map { Self.own + $0.path.dropFirst(Self.kept.count) }
        #expect(made.keys.sorted() == names.sorted())
        for (name, file) in zip(names, kept) {
            // Here the system and its tests are one module, which cannot import itself.
            let text = made[name]?.replacing("import Allotments\n", with: "")
            #expect(text == file.text, "\(name)")
        }
    }

    @Test func theGuideFitsTheFilesItChanges() throws {
        let guide = try Guide("docs/guides/first-system.md")
        #expect(guide.misfits.isEmpty, list(guide.misfits))
        #expect(guide.files.keys.contains("Package.swift"))
    }
}

/// A guide followed to the letter. Each block of code after a line with a path alone, in bold, is a
/// whole file, or, as a `diff`, what is changed in one.
private struct Guide {
    /// The files it makes or changes, as they are at its end, by path.
    private(set) var files: [String: String] = [:]
    /// Changes of what is not in the file.
    private(set) var misfits: [String] = []

    init(_ path: String) throws {
        var lines = try #require(Repository.file(path)).lines[...]
        while let line = lines.popFirst() {
            guard let name = line.wholeMatch(of: /\*\*([\w\/.+-]+)\*\*/) else { continue }
            lines = lines.drop(while: \.isEmpty)
            guard let fence = lines.popFirst(), fence.hasPrefix("```") else { continue }
            let block = Array(lines.prefix { $0 != "```" })
            if fence == "```diff" { change(String(name.1), block) } else {
                files[String(name.1)] = block.map { "\($0)\n" }.joined()
            }
        }
    }

    /// Changes a file, unless that has been done: a reader who has followed the guide has.
    private mutating func change(_ path: String, _ block: [Substring]) {
        func side(without sign: String) -> String {
            block.filter { !$0.hasPrefix(sign) }.map { "\($0.dropFirst())\n" }.joined()
        }
        let (before, after) = (side(without: "+"), side(without: "-"))
        let text = files[path] ?? Repository.file(path)?.text ?? ""
        if !text.contains(after), !text.contains(before) { misfits.append("\(path):\n\(before)") }
        files[path] =
            text.contains(after) ? text : text.replacing(before, with: after, maxReplacements: 1)
    }
}
