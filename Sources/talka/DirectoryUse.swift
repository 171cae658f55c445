// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Store

/// Who uses the directory a network lies in: any number of servers at once; one alone who makes a
/// demonstration in it or takes it down.
struct DirectoryUse {
    private let serving: FileLock
    private let making: FileLock
    private let path: String

    /// - Throws: `Fault` if the directory cannot be made or written.
    init(_ path: String) throws {
        self.path = path
        try Folder.make(path)
        serving = try FileLock("\(path)/.serving.lock")
        making = try FileLock("\(path)/.making.lock")
    }

    /// Serves from the directory, beside others who do.
    /// - Parameter body: told whether nobody else did when it began.
    func serve(_ body: (_ isAlone: Bool) async throws -> Void) async throws {
        let isAlone = serving.tryHold(.alone)
        try serving.hold(.shared)
        defer { serving.release() }
        try await body(isAlone)
    }

    /// Makes something in the directory while nobody else does; whoever else would waits.
    func make<Made>(_ body: () async throws -> Made) async throws -> Made {
        try making.hold(.alone)
        defer { making.release() }
        return try await body()
    }

    /// Does something while nobody serves from the directory.
    /// - Throws: `ValidationError` if somebody does.
    func alone(_ body: () throws -> Void) throws {
        guard serving.tryHold(.alone) else {
            throw ValidationError(
                "Another process serves \(path). End it first; nothing was changed.")
        }
        defer { serving.release() }
        try body()
    }
}
