// SPDX-License-Identifier: EUPL-1.2

/// Where the instance of a data set stands in an attribute: looked for one by one while there are few,
/// in a table once there are many.
struct DatasetIndex {
    private var places: [String?: Int]?

    init(_ attribute: Attribute, looksUp count: Int) {
        guard attribute.instances.count + count > 32 else { return }
        var places: [String?: Int] = [:]
        for (index, instance) in attribute.instances.enumerated() { places[instance.datasetId] = index }
        self.places = places
    }

    func place(of datasetId: String?, in attribute: Attribute) -> Int? {
        if let places { return places[datasetId] }
        return attribute.instances.lastIndex { $0.datasetId == datasetId }
    }

    mutating func add(_ datasetId: String?, at place: Int) { places?[datasetId] = place }
}
