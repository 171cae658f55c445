// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What a list is narrowed by, read from the query of its address: `FIELD=`, and for days and
/// moments `FIELD-from=` and `FIELD-until=`.
public struct ListFilters: Sendable {
    public private(set) var filters: [Query.Filter] = []
    public private(set) var problems = Problems()
    /// Those in use: the names of their places in the query, and what they say.
    private(set) var inUse: [(names: [String], text: String)] = []
    /// As the list was recorded at this moment; nil: as it is.
    public private(set) var asOf: Instant?
    private let context: DerivedContext

    /// The filters of the request's query. Only fields the actor sees everywhere may be asked for.
    public init(_ context: DerivedContext) {
        self.context = context
        for name in names {
            guard let field = context.kind.field(name) else {
                if name == "state" { addState() }
                continue
            }
            switch field.kind {
            case .day, .instant: addRange(field)
            default: addValue(field)
            }
        }
        do { asOf = try context.request.asOf() } catch let error as Problems {
            problems.all += error.all
        } catch {}
    }

    /// What this actor may filter by: fields, and the state of whatever has several.
    private var names: [String] {
        let declared = context.kind.list.filters
        let hasState = context.kind.states.count > 1 && !declared.contains("state")
        return ((hasState ? ["state"] : []) + declared).filter(context.seesEverywhere)
    }

    /// The same, for an export, which somebody relies on to be narrowed: a name that is not known
    /// is a problem, as it is in the API.
    static func strict(_ context: DerivedContext) -> ListFilters {
        var filters = ListFilters(context)
        let known = Set(filters.names.flatMap(filters.places) + ["asOf", "lang"])
        for name in context.request.query.names where !known.contains(name) {
            filters.problems.add(name, "unknown", Phrase("problem.unknown", ["name": name]))
        }
        return filters
    }

    /// Where a filter stands in the query.
    private func places(of name: String) -> [String] {
        switch context.kind.field(name)?.kind {
        case .day?, .instant?: ["\(name)-from", "\(name)-until"]
        default: [name]
        }
    }

    private var query: FormData { context.request.query }

    private func typed(_ name: String) -> String? {
        query[name].flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    }

    private mutating func addState() {
        guard let typed = typed("state") else { return }
        guard let state = context.kind.states.first(where: { $0.rawValue == typed }) else {
            let all = context.kind.states.map(\.rawValue).joined(separator: ", ")
            return problems.add(
                "state", "not_a_choice", Phrase("problem.not_a_choice", ["choices": all]))
        }
        filters.append(.state(state))
        inUse.append((["state"], context.ui.state(state, of: context.kind)))
    }

    private mutating func addValue(_ field: FieldDescription) {
        guard let typed = typed(field.name) else { return }
        do {
            let value = try field.parse(typed)
            filters.append(Query.Filter(field.name, field.comparison, value))
            let text = FieldValue(context).text(field, value)
            inUse.append(([field.name], "\(context.words.label(field.name)): \(text)"))
        } catch { problems.all += error.all }
    }

    private mutating func addRange(_ field: FieldDescription) {
        for (name, comparison) in [("from", Query.Filter.Comparison.atLeast), ("until", .atMost)] {
            let place = "\(field.name)-\(name)"
            guard let typed = typed(place) else { continue }
            guard let day = TypedDay.iso(typed).flatMap({ Day(iso: $0) }) else {
                problems.add(place, "not_a_day", Phrase("problem.not_a_day"))
                continue
            }
            var value = day.stored
            if field.kind == .instant {
                let start = context.zone.start(of: name == "from" ? day : day.next)
                value = (name == "from" ? start : start.adding(milliseconds: -1)).stored
            }
            filters.append(Query.Filter(field.name, comparison, value))
            let label = context.words.label(field.name)
            let text = context.ui(
                "derived.filter.\(name)", ["label": label, "day": day.description])
            inUse.append(([place], text))
        }
    }

    /// The query without places in the list, and without those named.
    func pairs(without names: Set<String> = []) -> [(String, String?)] {
        query.pairs.filter {
            !names.union(["after", "before", "lang"]).contains($0.name) && !$0.value.isEmpty
        }
        .map { ($0.name, $0.value) }
    }

    /// The form that narrows the list; nothing where there is nothing to narrow it by.
    public func panel() -> HTML {
        let ui = context.ui
        let asked = names.map(input).joined(by: "\n")
        let asOfText = typed("asOf") ?? ""
        let moment = ui.dayInput(
            UI.Ask("asOf", label: ui("derived.asOf.label")), value: String(asOfText.prefix(10)))
        var used = inUse
        if asOf != nil { used.append((["asOf"], ui("derived.asOf.used"))) }
        return ui.filterPanel(
            context.list,
            inUse: used.map { UI.Link($0.text, context.list.with(pairs(without: Set($0.names)))) },
            clear: context.list, "\(asked)\n\(moment)")
    }

    private func input(_ name: String) -> HTML {
        let (ui, kind) = (context.ui, context.kind)
        let ask = UI.Ask(name, label: context.words.label(name), error: error(name))
        let value = typed(name)
        guard let field = kind.field(name) else {
            let states = kind.states.map { UI.Option($0.rawValue, ui.state($0, of: kind)) }
            return name == "state"
                ? ui.select(ask, states, chosen: value, empty: ui("derived.filter.any")) : ""
        }
        switch field.kind {
        case .choice(let names), .choices(let names):
            let answers = names.map { UI.Option($0, context.words.option(name, $0)) }
            return ui.select(ask, answers, chosen: value, empty: ui("derived.filter.any"))
        case .flag:
            let answers = [UI.Option("true", ui("web.yes")), UI.Option("false", ui("web.no"))]
            return ui.select(ask, answers, chosen: value, empty: ui("derived.filter.any"))
        case .day, .instant:
            return ["from", "until"].map { end -> HTML in
                let place = "\(name)-\(end)"
                let label = ui("derived.filter.\(end).label", ["label": ask.label])
                return ui.dayInput(
                    UI.Ask(place, label: label, error: error(place)), value: typed(place) ?? "")
            }.joined(by: "\n")
        default: return ui.textInput(ask, value: value ?? "")
        }
    }

    private func error(_ name: String) -> String? {
        problems.all.first { $0.field == name }.map { context.ui.text(of: $0, in: context.words) }
    }
}
