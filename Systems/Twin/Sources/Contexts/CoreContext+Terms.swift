// SPDX-License-Identifier: EUPL-1.2

extension CoreContext {
    /// The terms by subject; `CoreTerm.init(line:)` tells how a line is read. A version is known from the
    /// annex B of the text it came with.
    static let terms: [CoreTerm] = table.split(separator: "\n").compactMap(CoreTerm.init)

    private static let table = """
        0 ngsi-ld https://uri.etsi.org/ngsi-ld/
        0 geojson https://purl.org/geojson/vocab#
        0 id @id
        0 type @type
        0 Property
        0 Relationship
        0 GeoProperty
        4 LanguageProperty
        7 VocabProperty
        7 JsonProperty
        7 ListProperty
        7 ListRelationship
        0 TemporalProperty
        0 value ngsi-ld:hasValue
        0 object ngsi-ld:hasObject @id
        4 languageMap ngsi-ld:hasLanguageMap @language
        7 vocab ngsi-ld:hasVocab @vocab
        7 json ngsi-ld:hasJSON @json
        7 valueList ngsi-ld:hasValueList @list
        7 objectList ngsi-ld:hasObjectList @list
        3 values ngsi-ld:hasValues @list
        3 objects ngsi-ld:hasObjects @list
        4 languageMaps ngsi-ld:hasLanguageMaps @list
        7 vocabs ngsi-ld:hasVocabs @list
        7 jsons . @list
        7 valueLists ngsi-ld:hasValueLists @list
        7-8 objectsLists ngsi-ld:hasObjectsLists @list
        7 objectLists ngsi-ld:hasObjectLists @list
        6 previousValue ngsi-ld:hasPreviousValue
        6 previousObject ngsi-ld:hasPreviousObject @id
        6 previousLanguageMap ngsi-ld:hasPreviousLanguageMap @language
        7 previousVocab ngsi-ld:hasPreviousVocab @vocab
        7 previousJson ngsi-ld:hasPreviousJson @json
        7 previousValueList ngsi-ld:hasPreviousValueList @list
        7 previousObjectList ngsi-ld:hasPreviousObjectList @list
        7 objectType ngsi-ld:hasObjectType @vocab
        9 valueType ngsi-ld:hasValueType @vocab
        0 unitCode
        0 datasetId . @id
        7 dataset ngsi-ld:hasDataset @index
        0 instanceId . @id
        4 lang
        7 entity
        7 entityList . @list
        9 ngsildproof
        4 scope
        0 location
        0 observationSpace
        0 operationSpace
        0 Date
        0 DateTime
        0 Time
        9 langString http://www.w3.org/1999/02/22-rdf-syntax-ns#langString
        0 createdAt . DateTime
        0 modifiedAt . DateTime
        0 observedAt . DateTime
        5 deletedAt . DateTime
        3 expiresAt . DateTime
        0-2 expires . DateTime
        0 title http://purl.org/dc/terms/title
        0 description http://purl.org/dc/terms/description
        0 detail
        4 Feature geojson:Feature
        4 FeatureCollection geojson:FeatureCollection
        0 Point geojson:Point
        0 LineString geojson:LineString
        0 Polygon geojson:Polygon
        0 MultiPoint geojson:MultiPoint
        0 MultiLineString geojson:MultiLineString
        0 MultiPolygon geojson:MultiPolygon
        0 GeometryCollection geojson:GeometryCollection
        0 coordinates geojson:coordinates @list
        0 geometry geojson:geometry
        4 bbox geojson:bbox @list
        4 features geojson:features @set
        0-2 properties
        4 properties geojson:properties
        0 Subscription
        0 subscriptionId . @id
        0 subscriptionName
        0-2 name
        0 entities
        0 idPattern
        0 watchedAttributes . @vocab
        6 notificationTrigger
        0 timeInterval
        0 isActive
        0 throttling
        0 status
        0 q
        0 geoQ
        0 georel
        0 geoproperty
        4 scopeQ
        0 csf
        0 temporalQ
        0 timerel
        0 timeproperty
        0-2 time . DateTime
        0-2 endTime . DateTime
        3 timeAt . DateTime
        3 endTimeAt . DateTime
        5 aggrMethods
        5 aggrPeriodDuration
        9 aggrParams
        7 expandValues
        8 jsonKeys
        4 attrs
        8 pick
        8 omit
        9 ordering
        9 orderBy . @list
        9 collation
        7 join
        7 joinLevel ngsi-ld:hasJoinLevel
        7 containedBy ngsi-ld:isContainedBy
        0 notification
        0 attributes . @vocab
        0 format
        6 showChanges
        6 sysAttrs
        0 endpoint
        0 uri
        0 accept
        3 receiverInfo
        3 notifierInfo
        3 key ngsi-ld:hasKey
        3 timeout
        3 cooldown
        0 timesSent
        3 timesFailed
        0 lastNotification . DateTime
        0 lastFailure . DateTime
        0 lastSuccess . DateTime
        0 Notification
        0 notifiedAt . DateTime
        0 data
        0 ContextSourceNotification
        0 triggerReason
        0 ContextSourceRegistration
        3 registrationName
        3 registrationId
        0 information
        0-2 relationships . @vocab
        3 propertyNames . @vocab
        3 relationshipNames . @vocab
        0 observationInterval
        0 managementInterval
        0-2 start . DateTime
        0-2 end . DateTime
        3 startAt . DateTime
        3 endAt . DateTime
        3 tenant . @id
        5 mode
        5 operations
        5 refreshRate
        5 management
        5 localOnly
        5 cacheDuration
        5 contextSourceInfo
        7 ContextSourceIdentity
        7 contextSourceAlias
        7 contextSourceUptime
        7 contextSourceTimeAt . DateTime
        7 contextSourceExtras . @json
        3 EntityTypeList
        3 EntityType
        3 EntityTypeInfo
        3 AttributeList
        3 Attribute
        3 typeList . @vocab
        3 typeName . @vocab
        3 typeNames . @vocab
        3 attributeList . @vocab
        3 attributeName . @vocab
        3 attributeNames . @vocab
        3 attributeTypes . @vocab
        3 attributeCount attributeCount
        3 attributeDetails attributeDetails
        3 entityCount
        5 totalCount . @list
        5 distinctCount . @list
        5 sum . @list
        5 avg . @list
        5 min . @list
        5 max . @list
        5 stddev . @list
        5 sumsq . @list
        3 success . @id
        3 errors
        3 entityId . @id
        3 error
        3 reason
        3 updated
        3 unchanged
        3 notUpdated
        7 entityMap ngsi-ld:hasEntityMap
        7 linkedMaps
        9 problemDetails . @json
        9 ExecutionResultDetails
        9 resultStatus
        9 Snapshot
        9 SnapshotNotification
        9 snapshotId
        9 snapshotStatus
        9 snapshotLifetime
        9 snapshotPriority
        9 snapshotQueries . @list
        9 snapshotQueriesDetails . @list
        9 snapshotTemporalQueries . @list
        9 snapshotTemporalQueriesDetails . @list
        9 lastUsedAt . DateTime
        """
}
