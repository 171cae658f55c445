// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Having a machine translate something, or all of a guide that nobody has translated.
enum MachineRequest {
    static let routes = [
        Route(
            .post, "/t/:tenant/knowledge/translations/machine", .roles([.officer, .manager]),
            system: "knowledge"
        ) { try await take($0) }
    ]

    /// The button for one thing.
    static func button(_ wanted: Translation, isAgain: Bool, _ context: DerivedContext) -> HTML {
        let key = isAgain ? "knowledge.translation.machine.again" : "knowledge.translation.machine"
        return form(wanted, context.ui(key), isWhole: false, context)
    }

    /// The button for everything of a guide that is not in a language, or is not any more.
    static func button(rest guide: Original, _ tongue: Tongue, _ context: DerivedContext) -> HTML {
        var wanted = Translation()
        (wanted.original, wanted.sort, wanted.language) = (guide.record.text, .guide, tongue)
        let ui = context.ui
        return form(
            wanted, ui("knowledge.translation.machine.rest", ["language": ui.tongue(tongue)]),
            isWhole: true, context)
    }

    private static func form(
        _ wanted: Translation, _ label: String, isWhole: Bool, _ context: DerivedContext
    ) -> HTML {
        context.ui.buttonForm(
            "/t/\(context.slug)/knowledge/translations/machine", label,
            hidden: [
                ("csrf", context.request.csrf), ("original", wanted.original),
                ("sort", wanted.sort.rawValue), ("part", wanted.part ?? ""),
                ("language", wanted.language.rawValue), ("whole", isWhole ? "yes" : ""),
            ])
    }

    private static func take(_ request: Request) async throws -> Response {
        let context = try DerivedContext(request, kind: Translation.kind)
        let form = try await request.form()
        guard request.site.translator != nil else {
            throw Refusal.notNow(Phrase("knowledge.obstacle.no_translator"))
        }
        guard let id = form["original"].flatMap({ RecordID($0) }),
            let sort = form["sort"].flatMap(Translation.Sort.init(rawValue:)),
            let tongue = form["language"].flatMap(Tongue.init(rawValue:))
        else { throw Refusal.notFound }
        let isWhole = form["whole"] == "yes" && sort == .guide
        let part = form["part"].flatMap { $0.isEmpty ? nil : $0 }
        let (originals, there) = try context.store.read(as: .system("pages")) { reader in
            let whole = try isWhole ? reader.find(Guide.self, id).map { try reader.parts(of: $0) } : nil
            let one = try reader.original(sort, id, part: part)
            return (
                whole ?? (one.map { [$0] } ?? []),
                try reader.translations(of: id).filter { $0.language == tongue }
            )
        }
        for original in originals {
            let old = there.first { $0.part == original.part }
            if isWhole, let old, !isOpen(old) { continue }
            try await ask(original, tongue, old, context)
        }
        var wanted = Translation()
        (wanted.original, wanted.sort) = (id.text, sort)
        return .seeOther(
            TranslationsPage.place(of: wanted, at: context.slug)
                .with(["done": TranslationActions.ask.kind.segment]))
    }

    /// Whether a machine has something to do there, and is not at it already.
    private static func isOpen(_ translation: Stored<Translation>) -> Bool {
        translation.made == .machine && translation.askedAt == nil && translation.state != .current
    }

    private static func ask(
        _ original: Original, _ tongue: Tongue, _ old: Stored<Translation>?, _ context: DerivedContext
    ) async throws {
        let action = old == nil ? TranslationActions.ask.kind : TranslationActions.askAgain.kind
        let input: Values = old == nil
            ? [
                "original": .text(original.record.text), "sort": original.sort.stored,
                "part": original.part.stored, "language": tongue.stored,
            ] : [:]
        _ = try await context.store.perform(
            ActionCall(action, by: context.actor, on: old?.id, input: input), at: context.request.now)
    }
}
