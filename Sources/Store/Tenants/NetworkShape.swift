// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What follows from the systems alone, whichever stores there are.
package struct NetworkShape: Sendable {
    let systems: SystemSet
    let tables: TableSet
    /// The tables of every tenant's store.
    let schema: Schema
    /// The tables of the commons.
    let wholeSchema: Schema

    /// - Parameter timepiece: what time it is when a store is brought forward.
    package init(_ systems: [System], _ timepiece: @escaping Timepiece) {
        let systems = SystemSet(systems)
        self.systems = systems
        tables = TableSet(systems.all)
        schema = Network.schema(systems, isCommons: false, timepiece)
        wholeSchema = Network.schema(systems, isCommons: true, timepiece)
    }
}
