// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// Compiled contexts, by address and by content. The core context is always there; of the others, those
/// longest not asked for go when there are too many.
final class ContextCache: Sendable {
    private struct Kept {
        let table: TermTable
        var usedAt: UInt64
    }

    private struct State {
        var kept: [String: Kept] = [:]
        /// What is being compiled, so that a crowd that asks for the same waits for one compilation.
        var underway: [String: Task<TermTable, any Error>] = [:]
        var clock: UInt64 = 0
        var weight = 0
    }

    private let state = Mutex(State())
    private let compiler: ContextCompiler
    /// How many contexts, and how many terms in all, are kept.
    private let capacity: Int, weight: Int

    init(_ compiler: ContextCompiler, capacity: Int = 500, weight: Int = 400_000) {
        self.compiler = compiler
        self.capacity = max(1, capacity)
        self.weight = weight
    }

    /// The context at an address if it is at hand, without waiting.
    func ready(_ url: String) -> TermTable? { url == CoreContext.url ? TermTable.core : find(url) }

    /// The table of a context, compiled where it is not at hand.
    /// - Parameter budget: what may still be fetched for it.
    func table(for context: JSON, within budget: FetchBudget = FetchBudget()) async throws -> TermTable {
        if case .string(let url) = context, let table = ready(url) { return table }
        let key = ContextCache.key(context)
        let task = state.withLock { state -> Task<TermTable, any Error> in
            if let task = state.underway[key] { return task }
            if let kept = ContextCache.touch(key, &state) { return Task { kept } }
            let task = Task { try await self.compile(context, key, within: budget) }
            state.underway[key] = task
            return task
        }
        return try await task.value
    }

    /// Forgets what is kept of an address, because it was deleted or is to be fetched anew.
    func forget(_ url: String) {
        state.withLock { state in
            if let gone = state.kept.removeValue(forKey: url) { state.weight -= gone.table.weight }
        }
    }

    /// Forgets everything but the core context: a document that others may name has changed.
    func forgetAll() {
        state.withLock { state in
            state.kept = [:]
            state.weight = 0
        }
    }

    /// Keeps a table under an address, such as that of a hosted context.
    func keep(_ table: TermTable, for url: String) { state.withLock { keep(table, url, &$0) } }

    private func compile(
        _ context: JSON, _ key: String, within budget: FetchBudget
    ) async throws -> TermTable {
        do {
            let table = try await compiler.compile(context, within: budget)
            state.withLock { state in
                state.underway[key] = nil
                keep(table, key, &state)
            }
            return table
        } catch {
            state.withLock { $0.underway[key] = nil }
            throw error
        }
    }

    private func find(_ key: String) -> TermTable? { state.withLock { ContextCache.touch(key, &$0) } }

    private static func touch(_ key: String, _ state: inout State) -> TermTable? {
        guard let index = state.kept.index(forKey: key) else { return nil }
        state.clock += 1
        state.kept.values[index].usedAt = state.clock
        return state.kept.values[index].table
    }

    private func keep(_ table: TermTable, _ key: String, _ state: inout State) {
        state.clock += 1
        let old = state.kept.updateValue(Kept(table: table, usedAt: state.clock), forKey: key)
        state.weight += table.weight - (old?.table.weight ?? 0)
        while state.kept.count > capacity || (state.weight > weight && state.kept.count > 1) {
            guard let oldest = state.kept.min(by: { $0.value.usedAt < $1.value.usedAt }) else { return }
            state.kept[oldest.key] = nil
            state.weight -= oldest.value.table.weight
        }
    }

    /// An address stands for itself, anything else for its content; no address begins with a bracket.
    private static func key(_ context: JSON) -> String {
        if case .string(let url) = context { return url }
        return String(decoding: context.canonical, as: UTF8.self)
    }
}
