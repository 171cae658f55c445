// SPDX-License-Identifier: EUPL-1.2

/// The moments that are kept of an instance (GS CIM 009, 4.8), by which its history is asked.
enum TimeProperty: String, Sendable, CaseIterable {
    case observedAt, createdAt, modifiedAt, deletedAt

    /// When an instance was observed, created, modified or deleted; nil where that is not known of it.
    func time(of instance: Instance) -> Stamp? {
        switch self {
        case .observedAt: instance.observedAt
        case .createdAt: instance.createdAt
        case .modifiedAt: instance.modifiedAt
        case .deletedAt: instance.deletedAt
        }
    }
}
