// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Testing

/// The files of the project, as they lie beside this one: what git would take, without reading git.
struct Repository {
    /// One file, by its path from the root.
    struct File: Sendable, CustomTestStringConvertible {
        let path: String
        let url: URL
        var name: String { url.lastPathComponent }
        var isSwift: Bool { name.hasSuffix(".swift") }
        /// Whether it is code people run, not a test of it.
        var isProduct: Bool {
            isSwift && !path.hasPrefix("Tests/") && !path.contains("/Tests/")
                && !path.hasPrefix("Sources/TestKit/") && !path.hasPrefix("checks/")
        }
        var testDescription: String { path }

        /// The file's text; empty if it is none.
        var text: String { (try? String(contentsOf: url, encoding: .utf8)) ?? "" }
        /// The Swift code in it.
        var code: Code { Repository.code[path] ?? Code(text) }
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        var size: Int {
            (try? url.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
        }
    }

    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// What is built, fetched or made by running the product.
    private static let left: Set<String> = [
        ".build", ".git", ".swiftpm", "data", "node_modules", "__pycache__", ".venv", "venv",
    ]

    /// Every file, in the order of the paths.
    static let files: [File] = {
        let ignored = left.union(ignoredNames())
        var found: [File] = []
        var folders = [(path: "", url: root)]
        while let folder = folders.popLast() {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.url.path)) ?? []
            for name in names where !ignored.contains(name) {
                let url = folder.url.appending(path: name)
                let path = folder.path.isEmpty ? name : "\(folder.path)/\(name)"
                var isFolder: ObjCBool = false
                guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
                    continue
                }
                if isFolder.boolValue { folders.append((path, url)) } else {
                    found.append(File(path: path, url: url))
                }
            }
        }
        return found.sorted { $0.path < $1.path }
    }()

    static let swift = files.filter(\.isSwift)
    static let product = files.filter(\.isProduct)
    /// The code of every file, read once for all checks.
    private static let code = Dictionary(uniqueKeysWithValues: swift.map { ($0.path, Code($0.text)) })

    static func file(_ path: String) -> File? { files.first { $0.path == path } }

    /// The plain names of the root's `.gitignore`.
    private static func ignoredNames() -> Set<String> {
        let text = (try? String(contentsOf: root.appending(path: ".gitignore"), encoding: .utf8)) ?? ""
        let names = text.split(separator: "\n").map { line in
            line.trimmingCharacters(in: CharacterSet(charactersIn: "/ "))
        }
        return Set(names.filter { !$0.isEmpty && !$0.hasPrefix("#") && !$0.contains("*") })
    }
}

/// What is wrong, as a list that reads well when a test fails.
func list(_ found: [String]) -> Comment { "\n\(found.joined(separator: "\n"))" }
