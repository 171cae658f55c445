// SPDX-License-Identifier: EUPL-1.2

/// What a context source can be asked to do (GS CIM 009, 4.20), by the names a registration lists.
enum SourceOperation: String, Sendable, CaseIterable {
    case createEntity, updateEntity, appendAttrs, updateAttrs, deleteAttrs, deleteEntity
    case createBatch, upsertBatch, updateBatch, deleteBatch
    case mergeEntity, mergeBatch, replaceEntity, replaceAttrs, purgeEntity
    case upsertTemporal, appendAttrsTemporal, deleteAttrsTemporal, updateAttrInstanceTemporal
    case deleteAttrInstanceTemporal, deleteTemporal
    case retrieveEntity, queryEntity, queryBatch, retrieveTemporal, queryTemporal
    case retrieveEntityTypes, retrieveEntityTypeDetails, retrieveEntityTypeInfo
    case retrieveAttrTypes, retrieveAttrTypeDetails, retrieveAttrTypeInfo
    case createSubscription, updateSubscription, retrieveSubscription, querySubscription, deleteSubscription
    case createEntityMapQueryEntity, createEntityMapQueryTemporal
    case retrieveEntityMap, updateEntityMap, deleteEntityMap, retrieveContextSourceIdentity

    /// The names that stand for several.
    static let groups: [String: Set<SourceOperation>] = [
        "federationOps": association.union(maps),
        "associationOps": association,
        "updateOps": [.updateEntity, .updateAttrs, .replaceEntity, .replaceAttrs],
        "retrieveOps": [.retrieveEntity, .queryEntity],
        "redirectionOps": discovery.union(maps).union([
            .createEntity, .updateEntity, .appendAttrs, .updateAttrs, .deleteAttrs, .deleteEntity,
            .mergeEntity, .replaceEntity, .replaceAttrs, .purgeEntity, .retrieveEntity, .queryEntity,
            .retrieveContextSourceIdentity,
        ]),
        // As 1.8.1 called it.
        "createEntityMap": [.createEntityMapQueryEntity],
    ]

    private static let association = discovery.union([
        .retrieveEntity, .queryEntity, .queryBatch, .createSubscription, .updateSubscription,
        .retrieveSubscription, .querySubscription, .deleteSubscription, .retrieveContextSourceIdentity,
    ])

    private static let maps: Set<SourceOperation> = [
        .retrieveEntityMap, .updateEntityMap, .deleteEntityMap, .createEntityMapQueryEntity,
    ]

    /// What a registration that lists none stands for.
    static let usual = "federationOps"

    private static let discovery: Set<SourceOperation> = [
        .retrieveEntityTypes, .retrieveEntityTypeDetails, .retrieveEntityTypeInfo, .retrieveAttrTypes,
        .retrieveAttrTypeDetails, .retrieveAttrTypeInfo,
    ]

    /// What a name of a list stands for; nil: it is no such name.
    static func named(_ name: String) -> Set<SourceOperation>? {
        groups[name] ?? SourceOperation(rawValue: name).map { [$0] }
    }

    /// Whether it changes nothing: all an auxiliary source may be asked.
    var onlyReads: Bool {
        switch self {
        case .retrieveEntity, .queryEntity, .queryBatch, .retrieveTemporal, .queryTemporal: true
        default: Self.discovery.contains(self)
        }
    }
}

/// How what a source holds stands to what is held here (GS CIM 009, 4.3.6.3).
enum RegistrationMode: String, Sendable, CaseIterable {
    /// Both hold it.
    case inclusive
    /// The source alone holds these attributes of this entity.
    case exclusive
    /// Sources hold it, and nothing of it is held here.
    case redirect
    /// The source is asked for what nobody else has said.
    case auxiliary

    /// Whether nothing of it is held here.
    var isProxied: Bool { self == .exclusive || self == .redirect }
}
