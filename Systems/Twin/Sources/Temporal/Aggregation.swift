// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How a history is brought together (GS CIM 009, 4.5.19): by which methods, over periods of what length.
struct Aggregation: Sendable, Equatable {
    enum Method: String, Sendable, CaseIterable {
        case totalCount, distinctCount, sum, avg, min, max, stddev, sumsq
    }

    /// At least one, each once.
    let methods: [Method]
    /// Zero: the whole span.
    let period: ISODuration

    init(_ methods: [Method], period: ISODuration = .zero) {
        self.methods = methods
        self.period = period
    }

    /// Reads `aggrMethods` and `aggrPeriodDuration`.
    init(parameters: [String: String]) throws(TwinProblem) {
        guard let names = parameters["aggrMethods"], !names.isEmpty else {
            throw .bad("aggrMethods is missing.", at: "?aggrMethods", clause: "4.5.19.1")
        }
        try self.init(
            names.split(separator: ",", omittingEmptySubsequences: false).map(String.init),
            parameters["aggrPeriodDuration"], "?")
    }

    /// Reads the same members of a body (5.2.21, 5.2.44).
    init(json: JSON, at place: Place) throws(TwinProblem) {
        let pointer = place.pointer + "/"
        let names = try NameList.read(
            json["aggrMethods"] ?? .null, allowsText: true, at: pointer + "aggrMethods", clause: "5.2.44")
        let period = json["aggrPeriodDuration"]
        guard period == nil || period?.asString != nil else {
            throw .bad("aggrPeriodDuration must be a text.", at: pointer + "aggrPeriodDuration")
        }
        try self.init(names, period?.asString, pointer)
    }

    private init(_ names: [String], _ period: String?, _ place: String) throws(TwinProblem) {
        var methods: [Method] = []
        for name in names {
            guard let method = Method(rawValue: name.filter { $0 != " " }) else {
                throw .bad(
                    "“\(name.prefix(40))” is no method.", at: place + "aggrMethods", clause: "4.5.19.1")
            }
            if !methods.contains(method) { methods.append(method) }
        }
        let text = period ?? "PT0S"
        guard let period = text == "0" ? .zero : ISODuration(text) else {
            throw .bad(
                "aggrPeriodDuration must be a duration, such as PT1H.", at: place + "aggrPeriodDuration",
                clause: "4.5.19.1")
        }
        self.methods = methods
        self.period = period
    }

    /// The values of one period, in the order of the methods; nil where a method has no meaning for them.
    struct Bucket: Sendable, Equatable {
        let start: Stamp
        let end: Stamp
        let values: [JSON?]
    }

    /// An attribute of one kind and one data set, brought together.
    struct Series: Sendable, Equatable {
        /// A whole IRI.
        let name: String
        let kind: AttributeKind
        var datasetId: String?
        /// Oldest first; periods in which nothing happened are left out.
        let buckets: [Bucket]
    }

    /// All the attributes of a history.
    /// - Parameter areNamed: whether they were asked for by their names; else those that no method has a
    ///   meaning for are left out.
    /// - Throws: `InvalidRequest` where no method has a meaning for an attribute (5.7.4).
    func series(
        of history: History, _ query: TemporalQuery, areNamed: Bool = true
    ) throws(TwinProblem) -> [Series] {
        var all: [Series] = []
        for attribute in history.attributes {
            // What is gone has no value.
            let there = attribute.instances.filter { $0.deletedAt == nil }
            for group in Attribute(attribute.name, there).byKindAndDataset {
                let series = series(attribute.name, group, query)
                guard series.buckets.contains(where: { $0.values.contains { $0 != nil } }) else {
                    guard areNamed else { continue }
                    throw .invalid(
                        "None of the methods can be used with \(attribute.name).", at: "?aggrMethods",
                        clause: "5.7.4")
                }
                all.append(series)
            }
        }
        return all
    }

    /// Instances of one kind and data set, newest first, at least one.
    private func series(_ name: String, _ instances: [Instance], _ query: TemporalQuery) -> Series {
        let oldestFirst = instances.reversed()
        let times = oldestFirst.map { query.time(of: $0).microseconds }
        let samples = oldestFirst.map(Sample.init)
        let numbers = samples.compactMap(\.number)
        let buckets: [Bucket]
        if numbers.count == samples.count, samples.allSatisfy(\.isNumber) {
            buckets = numberBuckets(times, numbers, query)
        } else {
            buckets = spans(times, query).map { span in
                Bucket(
                    start: span.start, end: span.end,
                    values: methods.map { Sample.value(of: samples[span.range], $0) })
            }
        }
        let first = instances[0]
        return Series(name: name, kind: first.value.kind, datasetId: first.datasetId, buckets: buckets)
    }
}

extension Attribute {
    /// Instances that are of one kind and one data set, each group newest first.
    var byKindAndDataset: [[Instance]] {
        struct Key: Hashable {
            let kind: AttributeKind
            let datasetId: String?
        }
        var places: [Key: Int] = [:]
        var groups: [[Instance]] = []
        for instance in instances {
            let key = Key(kind: instance.value.kind, datasetId: instance.datasetId)
            if let place = places[key] {
                groups[place].append(instance)
            } else {
                places[key] = groups.count
                groups.append([instance])
            }
        }
        return groups
    }
}
