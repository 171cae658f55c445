// SPDX-License-Identifier: EUPL-1.2

/// A typed thing of the domain: an application, an organisation, an opinion.
public protocol Record: Form {
    /// What is known of it without its Swift type.
    static var kind: RecordKind { get }

    /// Fills the derived fields, after each action and before the record is kept: clocks' answers
    /// for lists, counts, keys to sort by. A pure function of the record and the moment.
    static func settle(_ record: inout Stored<Self>, at moment: Moment)

    /// What everyone may see of the record as it stands: nil while that is nothing. The store
    /// publishes each change of it, and withdraws what is no longer.
    static func publication(of record: Stored<Self>, at moment: Moment) -> Publication?
}

extension Record {
    public static func settle(_ record: inout Stored<Self>, at moment: Moment) {}
    public static func publication(of record: Stored<Self>, at moment: Moment) -> Publication? {
        nil
    }
}
