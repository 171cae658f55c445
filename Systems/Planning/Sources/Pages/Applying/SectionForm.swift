// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Web

/// The questions of one page of an application, with what was answered or typed so far.
struct SectionForm {
    let draft: Draft
    let section: ApplySection
    var typed: TypedForm
    var problems = Problems()
    /// The version of the draft the person has seen.
    var seen: Int?
    /// Whether answers of this page were changed in another window meanwhile.
    var isStale = false
    /// The part of the earth the map shows, if one was asked for.
    private var view: Bounds?
    private var context: DerivedContext { draft.context }
    private var ui: UI { draft.ui }

    init(_ draft: Draft, _ section: ApplySection, _ typed: TypedForm) {
        self.draft = draft
        self.section = section
        self.typed = typed
        seen = draft.row.version
    }

    /// Follows a button of the map, which changes what is typed or what is shown.
    mutating func take(_ step: MapPicker.Step) {
        switch step {
        case .show(let bounds): view = bounds
        case .choose(let text):
            typed.put(text, under: "site")
        }
    }

    /// What was sent, read.
    /// - Throws: `Problems`, all there are.
    func read() throws -> ReadInput {
        var problems = typed.problems
        var input = ReadInput()
        var texts = typed.read(
            section.inputs, zone: context.zone, months: TypedDay.months(ui.words))
        for (name, unit) in Self.units {
            texts[name] = texts[name].map { Self.number($0, withoutUnit: unit) }
        }
        let action = PlanningActions.answer.kind
        do {
            input = try context.request.documentsChecked(
                action.read(form: texts), of: action, on: draft.row, in: context.store)
        } catch let more as Problems { problems.all += more.all }
        if let site = Geometry(stored: input.values["site"] ?? .null),
            let middle = site.centroid, !Bounds.ireland.contains(middle)
        {
            problems.add("site", "outside", Phrase("planning.problem.outside"))
        }
        try problems.check()
        return input
    }

    /// The form with everything it sends along.
    func html() throws -> HTML {
        let request = context.request
        let from = request.query["from"] ?? typed["from"] ?? ""
        let hidden = [
            ("csrf", request.csrf), ("once", try Secret.new()), ("version", "\(seen ?? 0)"),
            ("from", from),
        ]
        return ui.form(
            draft.href(section.name), hidden: hidden, isMultipart: section.hasFiles,
            isGuarded: true,
            """
            \(questions)
            \(ui.buttons(
                ui.button(ui("planning.apply.save")),
                ui.linkButton(ui("planning.apply.back"), draft.href(), .quiet)))
            """)
    }

    private var questions: HTML {
        var input = FieldInput(ui, words: draft.words)
        input.currency = context.currency
        input.needed = Set(Completeness.needed)
        input.purposes = Self.purposes
        let picker = picker
        input.map = { _, _ in picker }
        switch section.name {
        case "kind": return kindOfPermission + fields(["proposal"], input)
        case "class": return developmentClass
        case "size": return sizes(&input)
        case "notices": return fields(section.fields, input) + noticeClocks
        default: return fields(section.fields, input)
        }
    }

    private func fields(_ names: [String], _ input: FieldInput) -> HTML {
        input.fields(
            section.inputs.filter { names.contains($0.name) }, typed: typed.texts,
            problems: problems)
    }

    private var kindOfPermission: HTML {
        let options = PlanningActions.ApplicationType.names.map { name in
            UI.Option(
                name, draft.words.option("type", name),
                hint: ui("planning.application.type.\(name).hint"))
        }
        return ui.radios(ask("type"), options, chosen: typed["type"])
    }

    /// The classes of the fee table.
    private var developmentClass: HTML {
        let table = try? context.moment.rules[.fees, on: context.moment.today].value
        let rows = table?.rows ?? []
        let options = rows.map { row in
            UI.Option(
                row.name, ui("planning.class", ["class": row.name.prefix { $0 != "_" }.description,
                    "text": ui("fee.class.\(row.name)")]),
                hint: ui.words.find("planning.class.\(row.name).hint", in: ui.language))
        }
        return ui.radios(ask("development_class"), options, chosen: typed["development_class"])
    }

    /// The measure by which the fee is charged is asked for, the others may be left out.
    private func sizes(_ input: inout FieldInput) -> HTML {
        let field = draft.measure
        if let field { input.needed.insert(field) }
        let note = field.map { field -> HTML in
            let text = ui("planning.apply.size.fee", ["field": draft.words.label(field)])
            return ui.inset("<p>\(text)</p>")
        }
        return """
            \(note)
            \(fields(section.fields, input))
            """
    }

    private func ask(_ name: String) -> UI.Ask {
        let problem = problems.all.first { $0.field == name }
        return UI.Ask(
            name, label: draft.words.label(name), hint: draft.words.hint(name),
            error: problem.map { ui.text(of: $0, in: draft.words) })
    }

    private var picker: HTML {
        let texts = typed.read(section.inputs, zone: context.zone)
        let value = texts["site"].flatMap { text in
            (try? PlanningActions.answer.kind.input.first { $0.name == "site" }?.parse(text))
                .flatMap { Geometry(stored: $0) }
        }
        return ui.mapPicker(
            MapPicker(
                id: "site-map", input: UI.fieldID("site"), name: "site", value: value, view: view))
    }

    /// Until when the notices that are given allow the application to be lodged.
    private var noticeClocks: HTML {
        var dates = draft.application.fields.dates
        (dates.lodgedOn, dates.receivedOn) = (nil, nil)
        let moment = context.moment
        let clocks = planningClocks(
            dates, rules: moment.rules, calendar: moment.calendar, on: moment.today
        ).filter { [ClockName.newspaperNotice, ClockName.siteNotice].contains($0.name) }
        if clocks.isEmpty { return "" }
        let view = ClockView(context)
        return """
            <h2>\(ui("planning.apply.notices.until"))</h2>
            \(clocks.map { ui.clock(view.face($0)) })
            """
    }

    /// What the answers of this page are now, where another window changed them.
    func changedMeanwhile() throws -> HTML {
        let value = FieldValue(context)
        let now = try context.find().shown
        let rows = section.fields.compactMap { context.kind.field($0) }.map { field in
            UI.Row(draft.words.label(field.name), value.html(field, now[field.name]))
        }
        return """
            \(ui.warning(ui("planning.apply.stale")))
            <h2>\(ui("planning.apply.stale.now"))</h2>
            \(ui.summaryList(rows))
            <h2>\(ui("planning.apply.stale.typed"))</h2>
            """
    }

    /// The units in which measures are asked for; typed after the number they do no harm.
    private static let units: [String: [String]] = {
        let square = ["m²", "m2", "sq m", "sqm", "square metres"]
        return [
            "floor_area_new": square, "floor_area_existing": square,
            "floor_area_demolished": square, "site_area": ["ha", "hectares", "hectare"],
            "line_length": ["m", "metres"],
        ]
    }()

    /// A number as it was typed, without the field's own unit.
    private static func number(_ text: String, withoutUnit units: [String]) -> String {
        let typed = text.trimmingCharacters(in: .whitespaces)
        guard let unit = units.first(where: { typed.lowercased().hasSuffix($0) }) else {
            return text
        }
        return typed.dropLast(unit.count).trimmingCharacters(in: .whitespaces)
    }

    private static let purposes = [
        "applicant_name": "name", "applicant_address": "street-address",
        "applicant_email": "email", "applicant_phone": "tel",
    ]
}
