// SPDX-License-Identifier: EUPL-1.2

/// What a simulation puts between the stores and their files: it hears of every statement, may
/// refuse it as a disk would, and says when writes that wait are run. The product has none.
package protocol Trial: Sendable {
    /// Before a statement is run. What it throws is taken for what the engine said.
    func before(_ sql: String, in store: String) throws

    /// After one has been run. If it throws, nobody is told that it was: so an answer is lost.
    func after(_ sql: String, in store: String) throws

    /// Runs writes, now or later: those that are asked for meanwhile share their commit.
    func run(_ writes: @escaping @Sendable () -> Void)

    /// What the clock says that is never set.
    var now: ContinuousClock.Instant { get }
}

/// A trial of one store.
struct StoreTrial {
    let trial: any Trial
    let store: String

    func around<T>(_ sql: String, _ body: () throws -> T) throws -> T {
        try trial.before(sql, in: store)
        let result = try body()
        try trial.after(sql, in: store)
        return result
    }
}
