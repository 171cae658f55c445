// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// The way a practice went: from whom to whom, and what came of it, as a drawing and as a table that
/// says the same.
struct ReuseGraph {
    private static let column = 250
    private static let row = 46
    private static let width = 200

    let ui: UI
    let origin: String
    let reuses: [Reuse]
    let name: (String) -> String

    private struct Node {
        let tenant: String
        let worked: Adoption.Worked?
        let depth: Int
        let line: Int
        let parent: Int?
    }

    /// Each adopter below whom it took it from, a column for each step.
    private var nodes: [Node] {
        var nodes = [Node(tenant: origin, worked: nil, depth: 0, line: 0, parent: nil)]
        var left = reuses
        var line = 0
        func place(_ parent: Int) {
            let tenant = nodes[parent].tenant
            let mine = left.filter { ($0.via ?? origin) == tenant }
            left.removeAll { ($0.via ?? origin) == tenant }
            for (index, reuse) in mine.enumerated() {
                if index > 0 { line += 1 }
                nodes.append(
                    Node(
                        tenant: reuse.tenant, worked: reuse.worked, depth: nodes[parent].depth + 1,
                        line: line, parent: parent))
                place(nodes.count - 1)
            }
        }
        place(0)
        // Taken from somebody who has ended theirs: drawn at the origin.
        for reuse in left {
            line += 1
            nodes.append(
                Node(tenant: reuse.tenant, worked: reuse.worked, depth: 1, line: line, parent: 0))
        }
        return nodes
    }

    var html: HTML {
        if reuses.isEmpty { return ui.emptyState(ui("knowledge.reuse.none")) }
        let nodes = nodes
        let wide = (nodes.map(\.depth).max() ?? 0) * Self.column + Self.width + 4
        let high = ((nodes.map(\.line).max() ?? 0) + 1) * Self.row
        return """
            <figure class="reuse">
            <div class="scroll" role="region" aria-label="\(ui("knowledge.reuse"))" tabindex="0">
            <svg class="reuse-graph" width="\(wide)" height="\(high)" viewBox="0 0 \(wide) \(high)" \
            role="img" aria-label="\(ui("knowledge.reuse.label"))">
            \(nodes.compactMap { edge($0, nodes) })\(nodes.map(box))
            </svg></div>
            </figure>
            \(table)
            """
    }

    private func x(_ node: Node) -> Int { node.depth * Self.column + 2 }
    private func y(_ node: Node) -> Int { node.line * Self.row + 2 }

    private func edge(_ node: Node, _ nodes: [Node]) -> HTML? {
        guard let parent = node.parent.map({ nodes[$0] }) else { return nil }
        let (fromX, fromY) = (x(parent) + Self.width, y(parent) + 18)
        let (toX, toY) = (x(node), y(node) + 18)
        let middle = (fromX + toX) / 2
        return """
            <path class="edge" d="M\(fromX) \(fromY) C\(middle) \(fromY) \(middle) \(toY) \(toX) \(toY)"/>
            """
    }

    private func box(_ node: Node) -> HTML {
        let text = name(node.tenant)
        let short = text.count > 26 ? text.prefix(25) + "…" : text
        let result = node.parent == nil ? nil : result(node.worked)
        let (left, top) = (x(node) + 10, y(node))
        let below = result.map { result -> HTML in
            "<text class=\"small\" x=\"\(left)\" y=\"\(top + 32)\">\(result)</text>"
        }
        return """
            <g class="node \(node.worked?.rawValue ?? (node.parent == nil ? "origin" : "open"))">
            <rect x="\(x(node))" y="\(y(node))" width="\(Self.width)" height="38" rx="5"/>
            <text x="\(left)" y="\(top + (result == nil ? 24 : 17))">\(short)</text>\(below)
            </g>
            """
    }

    private func result(_ worked: Adoption.Worked?) -> String {
        ui("knowledge.worked.\(worked?.rawValue ?? "open")")
    }

    private var table: HTML {
        let columns = ["who", "from", "since", "worked", "changed"].map {
            UI.Column(ui("knowledge.reuse.\($0)"))
        }
        return ui.table(
            ui("knowledge.reuse"), columns,
            reuses.map { reuse in
                let page: Href = "/t/\(reuse.tenant)/knowledge/adoptions/\(reuse.record.text)"
                return [
                    ui.link(name(reuse.tenant), page),
                    "\(name(reuse.via ?? origin))", reuse.on.map(ui.day) ?? "–",
                    "\(result(reuse.worked))", "\(reuse.changed ?? "–")",
                ]
            }, isCaptionSeen: false)
    }
}
