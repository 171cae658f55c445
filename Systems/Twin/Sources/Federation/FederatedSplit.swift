// SPDX-License-Identifier: EUPL-1.2

/// Which attributes of an entity go where (GS CIM 009, 4.3.6.3): first to whom they belong alone, then to
/// those they are redirected to; what is left stays here and goes to those who hold it, too.
struct FederatedSplit: Sendable {
    /// What goes to each source: whole names; none where the request names no attributes.
    private(set) var forwarded: [(Registration, Set<String>)] = []
    /// What a source alone has, which takes no such request.
    private(set) var refused: [(Registration, Set<String>)] = []
    /// What stays here.
    private(set) var own: Set<String>
    /// Whether anything is to be done here.
    private(set) var isLocal = true

    /// - Parameters:
    ///   - names: the attributes of the request; none: it is about the entity as a whole.
    ///   - sources: that concern it, exclusive ones first.
    init(names: Set<String>, sources: [Registration], interest: Interest, operation: SourceOperation) {
        own = names
        var isTaken = false
        for mode in [RegistrationMode.exclusive, .redirect, .inclusive] {
            var gone: Set<String> = []
            for source in sources where source.mode == mode {
                let has = source.attributes(of: interest)
                let part = has.map(own.intersection) ?? own
                guard !part.isEmpty || names.isEmpty || (has == nil && mode == .redirect) else { continue }
                if source.operations.contains(operation) {
                    forwarded.append((source, part))
                } else if mode.isProxied {
                    refused.append((source, part))
                }
                guard mode.isProxied else { continue }
                gone.formUnion(part)
                // Of a whole entity nothing is here only where a source has all of it.
                isTaken = isTaken || !names.isEmpty || has == nil
            }
            own.subtract(gone)
        }
        isLocal = names.isEmpty
            ? !isTaken || operation == .deleteEntity || operation == .deleteTemporal : !own.isEmpty
    }
}
