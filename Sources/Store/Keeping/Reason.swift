// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Why something could not be done with a store, in a line for the platform team.
enum Reason {
    static func of(_ error: any Error) -> String {
        switch error {
        case Refusal.outOfService(let phrase):
            switch phrase.key {
            case "store.missing": "its store is not where it should be"
            case "store.empty": "its store is empty"
            case "store.damaged": "its store cannot be read"
            case "store.not_permitted": "its store may not be read by the user this runs as"
            default: "it is out of service (\(phrase.key))"
            }
        case let fault as Fault: fault.description
        default: "\(error)"
        }
    }
}
