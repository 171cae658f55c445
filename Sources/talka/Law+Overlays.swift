// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

extension Law {
    /// Takes in the tenants' own rules: `DIR/JURISDICTION/SLUG/SYSTEM.json`, short files that name only what
    /// differs.
    /// - Throws: `RuleFileError` or `Fault` for the first mistake in one.
    mutating func readOverlays(in directory: String) throws {
        let root = URL(fileURLWithPath: directory)
        for jurisdiction in try Self.folders(in: root) {
            for slug in try Self.folders(in: root.appending(path: jurisdiction)) {
                let tenant = Tenant(
                    slug: slug, name: slug, jurisdiction: jurisdiction, sort: "municipality",
                    isDemo: false, systems: [])
                let folder = root.appending(path: jurisdiction).appending(path: slug)
                for file in LawFiles.files(in: folder) {
                    try overlay(
                        String(contentsOf: file, encoding: .utf8), tenant: tenant,
                        system: file.deletingPathExtension().lastPathComponent)
                }
            }
        }
    }

    private static func folders(in url: URL) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
                .filter { !$0.hasPrefix(".") }
        } catch { throw Fault("the folder of overlays \(url.path) cannot be read") }
    }
}
