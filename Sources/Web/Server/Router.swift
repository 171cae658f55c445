// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Finds the route for a path: literal segments before `:places`. A value made once at start.
public struct Router: Sendable {
    private final class Node: Sendable {
        let literals: [Substring: Node]
        let place: Node?
        let routes: [Method: (route: Route, names: [String])]

        init(_ entries: [(rest: ArraySlice<Substring>, names: [String], route: Route)]) {
            var byLiteral: [Substring: [(rest: ArraySlice<Substring>, names: [String], route: Route)]] = [:]
            var placed: [(rest: ArraySlice<Substring>, names: [String], route: Route)] = []
            var here: [Method: (route: Route, names: [String])] = [:]
            for (rest, names, route) in entries {
                guard let first = rest.first else {
                    precondition(here[route.method] == nil, "two routes for \(route.path)")
                    here[route.method] = (route, names)
                    continue
                }
                if first.hasPrefix(":") {
                    placed.append((rest.dropFirst(), names + [String(first.dropFirst())], route))
                } else {
                    byLiteral[first, default: []].append((rest.dropFirst(), names, route))
                }
            }
            literals = byLiteral.mapValues { Node($0) }
            place = placed.isEmpty ? nil : Node(placed)
            routes = here
        }

        func find(_ path: ArraySlice<Substring>, _ values: [String]) -> (Node, [String])? {
            guard let first = path.first else { return routes.isEmpty ? nil : (self, values) }
            let rest = path.dropFirst()
            if let found = literals[first]?.find(rest, values) { return found }
            return place?.find(rest, values + [String(first)])
        }
    }

    /// What was found for a path.
    struct Match {
        let route: Route
        let parameters: [String: String]
        let format: Format?
    }

    enum Finding {
        case match(Match)
        /// The path is there, but not for this method; for which it is.
        case otherMethods([Method])
        case nothing
    }

    private let root: Node
    public let routes: [Route]

    /// Two routes of the same method and shape are a programmer's mistake and stop the start.
    public init(_ routes: [Route]) {
        self.routes = routes
        root = Node(routes.map { ($0.segments[...], [], $0) })
    }

    func find(_ method: Method, _ path: String) -> Finding {
        var allowed: Set<Method> = []
        for (segments, format) in readings(of: path) {
            guard let (node, values) = root.find(segments[...], []) else { continue }
            let method = method == .head ? .get : method
            if let (route, names) = node.routes[method] {
                if let format, !route.formats.contains(format) { continue }
                let parameters = Dictionary(
                    zip(names, values), uniquingKeysWith: { _, last in last })
                return .match(Match(route: route, parameters: parameters, format: format))
            }
            allowed.formUnion(node.routes.keys)
        }
        if allowed.isEmpty { return .nothing }
        if allowed.contains(.get) { allowed.insert(.head) }
        return .otherMethods(allowed.sorted { $0.rawValue < $1.rawValue })
    }

    /// The path with its ending read as a format, then as it stands.
    private func readings(of path: String) -> [([Substring], Format?)] {
        let segments = path.split(separator: "/")
        var readings: [([Substring], Format?)] = []
        if let last = segments.last, let dot = last.lastIndex(of: "."), dot != last.startIndex,
            let format = Format(rawValue: String(last[last.index(after: dot)...]))
        {
            readings.append((segments.dropLast() + [last[..<dot]], format))
        }
        return readings + [(segments, nil)]
    }
}
