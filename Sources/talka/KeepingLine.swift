// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Synchronization

/// How far something long has come: one line on the error stream, for people only.
final class KeepingLine: Sendable {
    private let isShown = isatty(2) == 1
    private let last = Mutex(ContinuousClock.now)

    /// Told now and then; shown five times a second at most.
    var told: KeepingProgress.Told { { self.show($0) } }

    private func show(_ progress: KeepingProgress) {
        guard isShown else { return }
        let isDue = last.withLock { last in
            guard last.duration(to: .now) > .milliseconds(200) else { return false }
            last = .now
            return true
        }
        if isDue { write("\r\u{1B}[K\(progress.what): \(progress.done)") }
    }

    func end() { if isShown { write("\r\u{1B}[K") } }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// What an export or a backup consists of, in words and for programs.
struct CopyReport {
    let folder: String
    let manifest: Manifest

    func say(asJSON json: Bool) {
        if json {
            var report = manifest.json.asObject ?? [:]
            report["folder"] = .string(folder)
            print(JSON.object(report).pretty())
            return
        }
        for store in manifest.stores {
            let documents = manifest.documents[store.slug]?.count ?? 0
            let state = store.finding.map { "NOT SOUND: \($0)" } ?? "sound"
            print(
                "\(store.slug): \(state), \(store.entries) entries, "
                    + "\(store.rows.values.reduce(0, +)) rows, \(documents) documents, "
                    + "head \(store.head.prefix(16))")
        }
        for (slug, findings) in manifest.findings.sorted(by: { $0.key < $1.key }) {
            for finding in findings { print("\(slug): \(finding)") }
        }
        print("It lies in \(folder).")
    }

    /// Whether every journal in it is sound, and nothing was found.
    var isSound: Bool { manifest.isSound }
}
