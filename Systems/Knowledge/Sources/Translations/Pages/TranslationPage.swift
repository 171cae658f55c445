// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Where a translation's own address leads: whoever works on it to the form beside the original,
/// everybody else to where it is read.
enum TranslationPage {
    static let routes = [
        Route(
            .get, "/t/:tenant/knowledge/translations/:id", .everyone, formats: [.json],
            system: "knowledge"
        ) { try answer($0) }
    ]

    private static func answer(_ request: Request) throws -> Response {
        let context = try DerivedContext(request, kind: Translation.kind)
        guard request.format == .html, try request.asOf() == nil else {
            return try RecordPage.answer(context)
        }
        let found = try context.find()
        let translation = Stored<Translation>(found.whole)
        let correct = TranslationActions.correct.kind
        if correct.from.contains(translation.state), correct.permits(context.actor, on: found.whole.grounds) {
            return .seeOther(
                context.href(correct, on: translation.id).with(["done": request.query["done"]]))
        }
        if context.actor.isStaff { return try RecordPage.answer(context) }
        return .seeOther(place(of: translation.fields, at: context.slug))
    }

    /// Where it is read.
    static func place(of translation: Translation, at slug: String) -> Href {
        let page: Href = "/t/\(slug)/knowledge/\(translation.sort.collection)/\(translation.original)"
        return page.with(["in": translation.language.rawValue]).place(translation.part)
    }
}

extension Href {
    /// A place on that page.
    func place(_ anchor: String?) -> Href {
        let text: String = anchor.map { "\(string)#\(Href.encoded($0))" } ?? string
        return Href(text) ?? self
    }
}
