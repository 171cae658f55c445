// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Looks for whatever is not as it should be with the stores, their documents and what is around
/// them. Nothing is changed by looking, and a store that cannot be read keeps no other from being
/// looked at.
public struct Doctor {
    /// Something found, and what to do.
    public struct Finding: Sendable, Hashable {
        public enum Gravity: String, Sendable { case error, warning }

        public let gravity: Gravity
        /// Whose store; nil: it is about the whole.
        public let tenant: String?
        /// A word for programs: `journal`, `disk`.
        public let code: String
        public let detail: String
        public let advice: String

        init(
            _ gravity: Gravity, _ tenant: String?, _ code: String, _ detail: String, advice: String
        ) {
            self.gravity = gravity
            self.tenant = tenant
            self.code = code
            self.detail = detail
            self.advice = advice
        }
    }

    let network: Network

    /// A doctor for a network.
    public init(_ network: Network) { self.network = network }

    /// Everything that was found, store by store.
    public func examine(told: KeepingProgress.Told = { _ in }) -> [Finding] {
        var findings = around()
        let slugs = [Tenant.commons] + ((try? network.tenants().map(\.slug)) ?? [])
        for (index, slug) in slugs.enumerated() {
            told(KeepingProgress(what: slug, done: index + 1))
            do {
                findings += try StoreDoctor(network, network.tenant(slug)).examine()
            } catch {
                findings.append(
                    Finding(
                        .error, slug, "out_of_service", "it cannot be read: \(network.said(error))",
                        advice: "See the log; put a backup of it back if the file is damaged."))
            }
        }
        return findings
    }

    /// The registry against what is there, clocks, the disk, and what should have been done lately.
    private func around() -> [Finding] {
        var findings: [Finding] = []
        do { findings += try registry() + clock() + routine() + rights() } catch {
            findings.append(
                Finding(
                    .error, Tenant.commons, "out_of_service", network.said(error),
                    advice: "Nothing works without the commons: put a backup of it back."))
        }
        if let free = network.diskFree(), let size = network.diskSize(), size > 0 {
            let share = free / max(size / 100, 1)
            if share < 10 {
                findings.append(
                    Finding(
                        share < 3 ? .error : .warning, nil, "disk", "\(share) % of the disk is free",
                        advice: "Make room: nothing can be saved once it is full."))
            }
        }
        return findings
    }

    private func registry() throws -> [Finding] {
        let known = Set(try network.openSlugs() + [Tenant.commons])
        let there = Set(try network.place.slugs())
        return known.subtracting(there).sorted().map {
            Finding(
                .error, $0, "missing", "the registry knows it, and its store is not there",
                advice: "Put its store back from a backup: talka restore --tenant \($0).")
        } + there.subtracting(known).sorted().map {
            Finding(
                .warning, $0, "stray", "its store is there, and the registry does not know it",
                advice: "If it is being taken in, run the import again; else keep a copy and remove it.")
        }
    }

    /// Files of the network that others on this machine can read.
    private func rights() throws -> [Finding] {
        let folders = [
            (network.place as? StoreDirectory)?.path, (network.documents.shelf as? FolderShelf)?.folder,
        ].compactMap(\.self)
        let open = try Set(folders).sorted().filter(Folder.isOpenToOthers)
        return open.map { folder in
            Finding(
                .error, nil, "rights", "others on this machine can read what lies in \(folder)",
                advice: "Take their rights away: chmod -R go-rwx \(folder)")
        }
    }

    private func clock() throws -> [Finding] {
        guard let query = network.commons.database.clock else { return [] }
        let theirs = try network.commons.database.read { try $0.value(query)?.integer }
        let ours = Int64(Date().timeIntervalSince1970 * 1_000)
        guard let theirs, abs(theirs - ours) > 2_000 else { return [] }
        return [
            Finding(
                .warning, nil, "clock",
                "the database's clock and this machine's are \(abs(theirs - ours) / 1_000) s apart",
                advice: "Let both follow the same time server (chrony, systemd-timesyncd).")
        ]
    }

    private func routine() throws -> [Finding] {
        let notes = try network.operations()
        let now = network.now()
        return [("backup", 26), ("drill", 35 * 24)].compactMap { name, hours in
            let last = notes.first { $0.name == name && $0.outcome == .done }
            if let last, now - last.at < Int64(hours) * 3_600_000 { return nil }
            return Finding(
                .warning, nil, name,
                last.map { "the last \(name) was at \($0.at)" } ?? "there was no \(name) yet",
                advice: name == "backup" ? "Run talka backup every night." : "Run talka drill once a month.")
        }
    }
}

extension Database {
    /// A query for the engine's own clock; nil: it has the machine's.
    fileprivate var clock: String? { try? read { $0.dialect.clock } }
}
