// SPDX-License-Identifier: EUPL-1.2

extension Instance {
    /// What stands in its place once it is gone: the null of NGSI-LD (GS CIM 009, 4.5.0).
    func gone(at now: Stamp) -> Instance {
        var gone = Instance(.gone(value.kind), at: now)
        (gone.createdAt, gone.datasetId, gone.deletedAt) = (createdAt, datasetId, now)
        return gone
    }
}
