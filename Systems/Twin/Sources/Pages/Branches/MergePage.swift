// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Bringing a branch into its twin: what both changed, each in its way, is shown and chosen.
struct MergePage {
    /// How many conflicts are chosen one by one at most.
    private static let most = 100
    private static let ways = ["each", "branch", "base"]

    private let room: TwinRoom
    private let branch: Branch
    private let differences: [EntityDifference]
    private let conflicts: [BranchMerge.Conflict]
    /// What is otherwise in the branch and published: nobody changes it but whoever publishes.
    private let published: [BranchMerge.Conflict]
    /// How many entities are changed by it.
    private let count: Int
    private var ui: UI { room.ui }
    private var list: Href { room.whole.inside("branches") }
    private var here: Href { list.inside("merge").with(["id": branch.id]) }

    init(_ room: TwinRoom) throws {
        self.room = try room.admitting(\.mayWrite).ofWhole
        branch = try room.branch(asked: room.request.query["id"])
        differences = try room.differences(of: branch)
        let merge = BranchMerge(differences: differences, preference: .base)
        let result = merge.tried(on: room.base, at: room.now)
        let fixed = Set(result.published)
        conflicts = result.conflicts.filter { !fixed.contains($0.id) }
        published = result.conflicts.filter { fixed.contains($0.id) }
        count = Set(result.merged + conflicts.map(\.id)).count
    }

    func show() throws -> Response { room.request.page(page(TypedFields("twin.merge"))) }

    func take() async throws -> Response {
        var fields = TypedFields("twin.merge", try await room.request.form())
        let (preference, choices) = answer(&fields)
        guard fields.problems.all.isEmpty else { return room.request.page(page(fields), status: 422) }
        do {
            _ = try await SnapshotOperations.merge(
                branch, preference, choosing: choices, keeps: fields["keep"] == "true", room.call())
            return .seeOther(list.with(["done": "merged"]))
        } catch is BranchMerge.Refused {
            // The twin has changed something more since the page was made: it is asked anew.
            let new = try MergePage(room)
            fields.refuse("all", "more")
            return room.request.page(new.page(fields), status: 422)
        } catch let problem as TwinProblem {
            fields.refuse(problem, [], else: nil)
            return room.request.page(page(fields), status: 422)
        }
    }

    /// What was chosen, of all conflicts or each.
    private func answer(
        _ fields: inout TypedFields
    ) -> (BranchMerge.Preference, [BranchMerge.Conflict: BranchMerge.Preference]) {
        if let all = BranchMerge.Preference(rawValue: fields["all"]), all != .refuse { return (all, [:]) }
        var choices = Dictionary(published.map { ($0, BranchMerge.Preference.base) }) { first, _ in first }
        for (index, conflict) in conflicts.enumerated() {
            let name = self.name(conflict)
            guard let choice = BranchMerge.Preference(rawValue: fields[name]), choice != .refuse else {
                // One is named, which is enough to find them all.
                let field = index < Self.most ? name : "all"
                if fields.problems.all.isEmpty { fields.refuse(field, "undecided") }
                continue
            }
            choices[conflict] = choice
        }
        return (.refuse, choices)
    }

    /// The name of a conflict's field: the same however many there are.
    private func name(_ conflict: BranchMerge.Conflict) -> String {
        ["c", conflict.id, conflict.name, conflict.datasetId].compactMap(\.self).joined(separator: " ")
    }

    private func page(_ fields: TypedFields) -> Page {
        let title = ui("twin.merge", ["name": branch.name])
        let form = FieldDrawing(ui: ui, fields: fields)
        let hasConflicts = !conflicts.isEmpty
        let compare = list.inside("compare").with(["id": branch.id])
        var page = room.page(
            title, .branches, under: [UI.Link(ui("twin.branches"), list)],
            """
            \(form.trouble)<h1>\(title)</h1>
            <p>\(ui.count("twin.merge.text", count)) \(ui.link(ui("twin.branch.compare"), compare))</p>
            \(if: hasConflicts, ui.warning(ui.count("twin.merge.conflicts", conflicts.count)))
            \(if: !published.isEmpty, ui.inset("<p>\(ui.count("twin.merge.published", published.count))</p>"))
            \(ui.form(here, hidden: [("csrf", room.request.csrf)], """
                \(if: hasConflicts, choosing(fields))
                \(ui.checkbox(
                    UI.Ask("keep", label: ui("twin.merge.keep"), hint: ui("twin.merge.keep.hint")),
                    isChosen: fields["keep"] == "true"))
                \(ui.buttons(
                    ui.button(ui("twin.merge.go")), ui.link(ui("twin.confirm.back"), list)))
                """))
            """)
        page.hasErrors = !fields.problems.all.isEmpty
        return page
    }

    private func choosing(_ fields: TypedFields) -> HTML {
        let isFew = conflicts.count <= Self.most
        let ways = Self.ways.filter { $0 != "each" || isFew }
        let all = UI.Ask(
            "all", label: ui("twin.merge.all"), error: ui.error("all", in: fields.problems))
        return """
            \(ui.radios(
                all, ways.map { UI.Option($0, ui("twin.merge.all.\($0)")) },
                chosen: fields["all"].isEmpty ? ways.first : fields["all"]))
            \(if: isFew, each(fields))
            """
    }

    private func each(_ fields: TypedFields) -> HTML {
        let byID = Dictionary(differences.map { ($0.id, $0) }) { first, _ in first }
        return conflicts.map { conflict -> HTML in
            let name = self.name(conflict)
            let words = ConflictWords(room, conflict, byID[conflict.id])
            let entity = byID[conflict.id].map(room.name(of:)) ?? conflict.id
            return ui.radios(
                UI.Ask(
                    name, label: "\(entity): \(words.what)", hint: words.before,
                    error: ui.error(name, in: fields.problems)),
                [
                    UI.Option("base", ui("twin.merge.base"), hint: words.now),
                    UI.Option("branch", ui("twin.merge.branch"), hint: words.branch),
                ], chosen: fields[name])
        }.joined(by: "\n")
    }
}

/// What a conflict is about, in words.
struct ConflictWords {
    private let room: TwinRoom
    private let conflict: BranchMerge.Conflict
    private let difference: EntityDifference?
    private var ui: UI { room.ui }

    init(_ room: TwinRoom, _ conflict: BranchMerge.Conflict, _ difference: EntityDifference?) {
        (self.room, self.conflict, self.difference) = (room, conflict, difference)
    }

    /// The attribute, or the entity as a whole.
    var what: String { conflict.name.map(room.name) ?? ui("twin.merge.whole") }

    var before: String { ui("twin.merge.before", ["value": text(difference?.before)]) }
    var branch: String { text(difference?.after) }
    var now: String { text((try? room.base.entity(conflict.id, at: room.now)) ?? nil) }

    private func text(_ entity: Entity?) -> String {
        guard let entity else { return ui("twin.merge.absent") }
        guard let name = conflict.name else { return ui("twin.merge.there") }
        switch name {
        case "scope": return entity.scope.isEmpty ? ui("web.none") : entity.scope.joined(separator: ", ")
        case "expiresAt": return entity.expiresAt?.description ?? ui("web.none")
        default:
            let instance = entity.instance(name, conflict.datasetId)
            return instance.map { String(ValueText(room).text($0).prefix(200)) } ?? ui("twin.merge.absent")
        }
    }
}
