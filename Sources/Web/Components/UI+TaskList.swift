// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// How far a task is.
    public enum TaskState: String, Sendable {
        case completed, incomplete, inProgress, notStarted, cannotStart, problem

        var key: String { "web.task.\(rawValue)" }

        var tone: Tone {
            switch self {
            case .completed, .cannotStart: .plain
            case .incomplete, .notStarted: .active
            case .inProgress: .attention
            case .problem: .bad
            }
        }
    }

    /// One of several tasks that may be done in any order.
    public struct Task: Sendable {
        public var title: String
        /// Where it is done; without one it cannot be started.
        public var href: Href?
        public var state: TaskState
        public var hint: String?

        /// One of several tasks.
        public init(_ title: String, _ href: Href?, _ state: TaskState, hint: String? = nil) {
            self.title = title
            self.href = href
            self.state = state
            self.hint = hint
        }
    }

    /// Tasks of a long piece of work; the whole row is the link.
    /// - Parameter id: tells apart the lists of one page.
    public func taskList(_ tasks: [Task], id: String = "task") -> HTML {
        var items = HTML()
        for (index, task) in tasks.enumerated() {
            items += item(task, id: "\(id)-\(index + 1)-state")
        }
        return "<ul class=\"task-list\">\(items)</ul>"
    }

    private func item(_ task: Task, id: String) -> HTML {
        let isQuiet = task.state == .completed || task.state == .cannotStart
        let state = self(task.state.key)
        let title: HTML =
            task.href.map { "<a href=\"\($0)\" aria-describedby=\"\(id)\">\(task.title)</a>" }
            ?? "<span>\(task.title)</span>"
        return """
            <li><div>\(title)\(task.hint.map { "<p class=\"hint\">\($0)</p>" })</div>\
            <div class="task-state" id="\(id)">\
            \(if: isQuiet, "\(state)", else: tag(state, task.state.tone))</div></li>

            """
    }
}
