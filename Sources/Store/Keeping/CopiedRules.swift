// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// The rules that are a tenant's own: `JURISDICTION/SLUG/SYSTEM.json` in the folder of overlays, and
/// in an export under `rules/`.
struct CopiedRules {
    private let overlays: String?

    init(_ overlays: String?) { self.overlays = overlays }

    /// Copies those of one tenant.
    func copy(of slug: String, to folder: String, into manifest: inout Manifest) throws {
        guard let overlays else { return }
        for jurisdiction in try Self.names(in: overlays) {
            let own = "\(overlays)/\(jurisdiction)/\(slug)"
            for name in try Self.names(in: own) where name.hasSuffix(".json") {
                let text = try String(contentsOfFile: "\(own)/\(name)", encoding: .utf8)
                let path = "rules/\(jurisdiction)/\(slug)/\(name)"
                try CopyFolder.write(text, to: "\(folder)/\(path)")
                manifest.files[path] = Digest.of(text.utf8)
            }
        }
    }

    /// Puts them into the folder of overlays here.
    /// - Returns: the files there were, if there is no such folder here or one differs: somebody
    ///   must see to them.
    func put(from copies: Copies, of slug: String) throws -> [String] {
        var left: [String] = []
        for path in copies.manifest.files.keys.sorted() {
            let parts = path.split(separator: "/").map(String.init)
            guard parts.count == 4, parts[0] == "rules", parts[2] == slug,
                !parts.contains(where: { $0.hasPrefix(".") })
            else { continue }
            guard let overlays else {
                left.append(path)
                continue
            }
            let place = "\(overlays)/\(parts[1])/\(slug)/\(parts[3])"
            let text = try String(contentsOfFile: "\(copies.folder)/\(path)", encoding: .utf8)
            if let there = try? String(contentsOfFile: place, encoding: .utf8) {
                if there != text { left.append(path) }
            } else {
                try CopyFolder.write(text, to: place)
            }
        }
        return left
    }

    private static func names(in folder: String) throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { !$0.hasPrefix(".") }
    }
}
