// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Logging

extension Network {
    /// Opens the network that lies in a directory, with a simulation between it and its files.
    package convenience init(
        in directory: String, trial: any Trial, shape: NetworkShape, law: Law,
        timepiece: @escaping Timepiece, logger: Logger
    ) throws {
        try self.init(
            at: .sqlite(directory: directory),
            in: StoreDirectory(directory, logger: logger, trial: trial), shape: shape, law: law,
            timepiece: timepiece, metrics: Metrics(), documents: nil)
    }

    /// Opens the network that lies in a simulation's memory.
    package convenience init(
        in stores: TrialStores, trial: any Trial, shape: NetworkShape, law: Law,
        timepiece: @escaping Timepiece, logger: Logger
    ) throws {
        try self.init(
            at: .sqlite(directory: ""), in: TrialPlace(stores: stores, logger: logger, trial: trial),
            shape: shape, law: law, timepiece: timepiece, metrics: Metrics(), documents: nil)
    }
}
