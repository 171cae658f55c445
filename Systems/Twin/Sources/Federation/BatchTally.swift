// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What became of a batch that several took part in (GS CIM 009, 5.2.17 and 5.2.18).
struct BatchTally: Sendable {
    /// What became of one element with one source.
    enum Result: Sendable {
        case done(isNew: Bool)
        /// There is nothing of the kind with the source, which may well be.
        case nothing
        case failed(JSON)
    }

    /// The ids of what was done, and of what there was not before, each once.
    private(set) var done: [String] = []
    private(set) var created: [String] = []
    private var errors: [JSON] = []
    private var known: Set<String> = []
    private var here: Set<String> = []
    private var lacking: [String] = []

    var hasFailures: Bool { !errors.isEmpty }

    mutating func take(_ id: String, _ result: Result, _ source: Registration) {
        switch result {
        case .done(let isNew):
            note(id)
            // What was here is not new where a source had nothing of it.
            if isNew, !here.contains(id), !created.contains(id) { created.append(id) }
        case .nothing: lacking.append(id)
        case .failed(let problem): fail(id, problem, source)
        }
    }

    /// What was done here.
    mutating func takeHere(_ ids: [String], created: [String] = [], errors: [JSON] = []) {
        for id in ids { note(id) }
        here.formUnion(ids)
        self.created += created
        self.errors += errors
    }

    mutating func fail(_ id: String, _ error: JSON, _ source: Registration?) {
        var members: JSONObject = ["entityId": .string(id), "error": error]
        if let source { members["registrationId"] = .string(source.id) }
        errors.append(.object(members))
    }

    private mutating func note(_ id: String) {
        if !known.contains(id) { done.append(id) }
        known.insert(id)
    }

    /// The errors to tell. That something is not here says nothing where a source has said more of it; what
    /// nobody has is not found.
    var told: [JSON] {
        let failedThere = Set(
            errors.filter { $0["registrationId"] != nil }.compactMap { $0["entityId"]?.asString })
        var told = errors.filter { error in
            guard error["registrationId"] == nil, error["error"]?["status"]?.asInteger == 404,
                let id = error["entityId"]?.asString
            else { return true }
            return !known.contains(id) && !failedThere.contains(id)
        }
        var failed = Set(told.compactMap { $0["entityId"]?.asString })
        for id in lacking where !known.contains(id) && failed.insert(id).inserted {
            told.append(["entityId": .string(id), "error": TwinProblem.missing(id, "5.6").json])
        }
        return told
    }
}
