// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// An answer that is looked after: the derived page, and what it tells programs.
struct AnswerPage {
    static let routes = [
        Route(.get, "/t/:tenant/knowledge/answers/:id", .everyone, formats: .thing, system: "knowledge") {
            try AnswerPage($0).respond()
        }
    ]

    private let context: DerivedContext
    private let found: DerivedContext.Found
    private let answer: Stored<Answer>
    private let item: LinkedItem

    init(_ request: Request) throws {
        context = try DerivedContext(request, kind: Answer.kind)
        found = try context.find(asOf: try request.asOf())
        answer = Stored<Answer>(found.whole)
        item = LinkedItem(context, answer.id, answer.language)
    }

    private func respond() throws -> Response {
        let request = context.request
        if request.format == .json { return try RecordPage.answer(context) }
        if request.isLinked {
            guard answer.state == .current else { throw Refusal.notFound }
            return item.answer(node)
        }
        var page = try RecordPage.page(found, try References([found.shown], in: context), context)
        if answer.state == .current {
            page.addLinked(at: context.href(answer.id), answer.question)
            page.data = node.forPage
        }
        return request.page(page)
    }

    /// A page with one question and what is answered to it.
    private var node: LinkedNode {
        let given = LinkedNode(
            "\(item.iri)#answer", ["schema:Answer"],
            [
                "schema:text": item.text(answer.answer), "schema:url": .iri("\(item.iri)#answer"),
                "schema:author": item.organisation, "schema:dateModified": .instant(answer.recordedAt),
                "schema:inLanguage": item.inLanguage,
            ])
        let question = LinkedNode(
            "\(item.iri)#question", ["schema:Question"],
            [
                "schema:name": item.text(answer.question), "schema:text": item.text(answer.question),
                "schema:answerCount": .integer(1), "schema:acceptedAnswer": .node(given),
                "schema:keywords": item.keyword(answer.topic),
            ])
        return LinkedNode(
            item.iri, ["schema:QAPage", "foaf:Document"],
            [
                "dct:title": item.text(answer.question), "dct:description": item.text(answer.answer),
                "dct:identifier": .all([.plain(item.iri), item.urn]), "dct:publisher": item.publisher,
                "dct:language": item.languages, "dct:subject": item.theme(answer.topic),
                "dct:modified": .instant(answer.recordedAt), "dct:valid": .day(answer.expiresOn),
                "schema:mainEntity": .node(question), "schema:url": .iri(item.iri),
                "schema:publisher": item.organisation, "schema:inLanguage": item.inLanguage,
                "schema:expires": .day(answer.expiresOn),
            ])
    }
}
