// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// Names as they stood when a document was read: what it says can be read again without the context it
/// came with, which may be far away or gone.
struct KeptNaming: Naming {
    /// Whole IRIs by the names that were used.
    let terms: [String: String]

    func expand(_ name: String) -> String { terms[name] ?? TermTable.core.expand(name) }
    func compact(_ iri: String) -> String { TermTable.core.compact(iri) }
}

/// Notes the names that are asked for while a document is read.
final class NotingNaming: Naming {
    private let naming: any Naming
    private let noted = Mutex<[String: String]>([:])

    init(_ naming: any Naming) { self.naming = naming }

    var terms: [String: String] { noted.withLock { $0 } }

    func expand(_ name: String) -> String {
        let iri = naming.expand(name)
        noted.withLock { $0[name] = iri }
        return iri
    }

    func compact(_ iri: String) -> String { naming.compact(iri) }
}
