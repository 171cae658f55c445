// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Something of the world as the twin knows it (GS CIM 009, 4.5.1). All names are whole IRIs.
struct Entity: Sendable, Equatable {
    /// A URI.
    let id: String
    /// At least one, each once, in the order they came.
    var types: [String]
    /// Where it stands in hierarchies (4.18), such as `/Clare/Ennis`.
    var scope: [String] = []
    /// By name, each once, in the order they came.
    var attributes: [Attribute] = []
    var createdAt: Stamp
    var modifiedAt: Stamp
    /// Only in its history: when it was deleted.
    var deletedAt: Stamp?
    /// When it is to go by itself.
    var expiresAt: Stamp?

    /// How many types, or scopes, an entity has at most; how many attributes, and each of them instances.
    static let (mostTypes, mostAttributes) = (1_000, 10_000)

    /// - Throws: for one of more parts than what looks them up one by one can bear.
    func requireBounded() throws(TwinProblem) {
        let isBounded = types.count <= Self.mostTypes && scope.count <= Self.mostTypes
            && attributes.count <= Self.mostAttributes
            && attributes.allSatisfy { $0.instances.count <= Self.mostAttributes }
        guard isBounded else {
            throw .bad(
                "An entity has at most \(Self.mostTypes) types and scopes, \(Self.mostAttributes) "
                    + "attributes, and as many instances of each.", clause: "5.2.4")
        }
    }

    /// The attribute of a name; setting nil takes it away.
    subscript(name: String) -> Attribute? {
        get { attributes.first { $0.name == name } }
        set {
            let index = attributes.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): attributes[index] = value
            case (let index?, nil): attributes.remove(at: index)
            case (nil, let value?): attributes.append(value)
            case (nil, nil): break
            }
        }
    }
}

/// What is said of an entity, or of an attribute, under one name: an instance for each data set.
struct Attribute: Sendable, Equatable {
    /// A whole IRI.
    let name: String
    /// At least one; of each data set at most one, the default (without a data set) among them.
    var instances: [Instance]

    init(_ name: String, _ instances: [Instance]) {
        self.name = name
        self.instances = instances
    }

    /// The instance that belongs to no data set.
    var standard: Instance? { instances.first { $0.datasetId == nil } }
    /// The one that is asked first: the default, else the first there is.
    var leading: Instance? { standard ?? instances.first }
}

/// The value of an attribute, by its kind (GS CIM 009, 4.5.2, 4.5.3, 4.5.18, 4.5.20 to 4.5.24).
enum AttributeValue: Sendable, Equatable {
    /// Any JSON but null: left as it was written.
    case property(JSON)
    /// A GeoJSON geometry (4.7), as it was written.
    case geo(JSON)
    /// URIs of entities: at least one. Whether they were written as an array is kept.
    case relationship([String], isArray: Bool)
    /// Texts by language tag: strings, or arrays of strings.
    case language(JSONObject)
    /// Whole IRIs: at least one.
    case vocab([String], isArray: Bool)
    /// Any JSON, null among it, that is never looked into.
    case json(JSON)
    /// Values in an order.
    case list([JSON])
    /// URIs of entities in an order.
    case listRelationship([String])

    var kind: AttributeKind {
        switch self {
        case .property: .property
        case .geo: .geo
        case .relationship: .relationship
        case .language: .language
        case .vocab: .vocab
        case .json: .json
        case .list: .list
        case .listRelationship: .listRelationship
        }
    }
}

/// The eight kinds of attributes, and the members they are written with.
enum AttributeKind: String, Sendable, CaseIterable {
    case property = "Property"
    case geo = "GeoProperty"
    case relationship = "Relationship"
    case language = "LanguageProperty"
    case vocab = "VocabProperty"
    case json = "JsonProperty"
    case list = "ListProperty"
    case listRelationship = "ListRelationship"

    /// The member that holds the value.
    var key: String {
        switch self {
        case .property, .geo: "value"
        case .relationship: "object"
        case .language: "languageMap"
        case .vocab: "vocab"
        case .json: "json"
        case .list: "valueList"
        case .listRelationship: "objectList"
        }
    }

    /// The member that holds the values of a history in its simplified form (4.5.8).
    var seriesKey: String {
        switch self {
        case .property, .geo: "values"
        case .relationship: "objects"
        case .language: "languageMaps"
        case .vocab: "vocabs"
        case .json: "jsons"
        case .list: "valueLists"
        case .listRelationship: "objectLists"
        }
    }

    /// The member that holds what the value was before a change (5.2.15, showChanges).
    var previousKey: String {
        switch self {
        case .property, .geo: "previousValue"
        case .relationship: "previousObject"
        case .language: "previousLanguageMap"
        case .vocab: "previousVocab"
        case .json: "previousJson"
        case .list: "previousValueList"
        case .listRelationship: "previousObjectList"
        }
    }
}
