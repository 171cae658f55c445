// SPDX-License-Identifier: EUPL-1.2

/// How the processes that serve the same stores tell one another that people, roles, sessions,
/// keys or tenants changed, so that nobody goes on by what they keep at hand.
///
/// It carries no more than that: what changed is read from the store. Whoever misses it reads anew
/// within two seconds all the same.
protocol Announcer: Sendable {
    /// Tells the others, soon.
    func announce()

    /// Hears the others until `stop`: told once for each time something may have changed.
    func listen(_ hear: @escaping @Sendable () -> Void)

    /// Tells and hears nothing any more.
    func stop()
}
