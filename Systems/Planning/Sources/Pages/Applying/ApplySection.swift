// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// One page of questions of an application: its name in the address and in `Words/`
/// (`planning.apply.NAME`), and the answers it asks for.
struct ApplySection: Sendable, Hashable {
    let name: String
    /// The part of the task list it stands in.
    let group: String
    let fields: [String]
    /// Whether an application may be lodged with nothing in it.
    let isOptional: Bool

    init(_ name: String, in group: String, isOptional: Bool = false, _ fields: [String]) {
        self.name = name
        self.group = group
        self.fields = fields
        self.isOptional = isOptional
    }

    /// In the order of Form 2 of the regulations, roughly: what, where, who, and the papers.
    static let all: [ApplySection] = [
        ApplySection("kind", in: "what", ["type", "proposal"]),
        ApplySection("class", in: "what", ["development_class"]),
        ApplySection(
            "size", in: "what", isOptional: true,
            [
                "floor_area_new", "floor_area_existing", "floor_area_demolished", "homes",
                "site_area", "line_length",
            ]),
        ApplySection(
            "assessment", in: "what", isOptional: true,
            ["protected_structure", "environmental_report", "natura_statement"]),
        ApplySection("address", in: "where", ["address", "legal_interest"]),
        ApplySection("place", in: "where", ["site"]),
        ApplySection(
            "applicant", in: "who",
            ["applicant_name", "applicant_address", "applicant_email", "applicant_phone"]),
        ApplySection(
            "agent", in: "who", isOptional: true, ["agent_name", "agent_email", "agent_phone"]),
        ApplySection(
            "notices", in: "papers", ["newspaper_name", "newspaper_notice_on", "site_notice_on"]),
        ApplySection("drawings", in: "papers", ["drawings"]),
        ApplySection("documents", in: "papers", isOptional: true, ["other_documents"]),
    ]

    /// The parts of the task list, in order.
    static let groups = ["what", "where", "who", "papers"]

    /// The section that asks for a field.
    static func of(_ field: String) -> ApplySection? { all.first { $0.fields.contains(field) } }

    /// Whether documents or a file with a shape are sent with it.
    var hasFiles: Bool { ["place", "drawings", "documents"].contains(name) }

    /// The inputs of the action that saves its answers.
    var inputs: [FieldDescription] {
        let all = PlanningActions.answer.kind.input
        return fields.compactMap { name in all.first { $0.name == name } }
    }

    /// How far it is, by the answers there are and what is still wrong with them.
    func state(_ values: Values, _ problems: Problems) -> UI.TaskState {
        let own = problems.all.filter { fields.contains($0.field ?? "") }
        if own.contains(where: { $0.code != "required" }) { return .problem }
        // Every application has a kind from the start.
        let isBegun = fields.contains { $0 != "type" && !(values[$0] ?? .null).isNull }
        guard isBegun else { return .notStarted }
        return own.isEmpty ? .completed : .inProgress
    }
}
