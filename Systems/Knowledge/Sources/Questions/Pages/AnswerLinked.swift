// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// An answer as linked data: a page with one question (schema.org).
struct AnswerLinked {
    private let answer: Stored<Answer>
    private let item: LinkedItem

    init(_ answer: Stored<Answer>, _ context: DerivedContext) {
        self.answer = answer
        item = LinkedItem(context, answer.id, answer.language)
    }

    var response: Response { item.answer(node) }

    /// A page with one question and what is answered to it.
    var node: LinkedNode {
        let text = item.text(GuideText(answer.answer).plain)
        let given = LinkedNode(
            "\(item.iri)#answer", ["schema:Answer"],
            [
                "schema:text": text, "schema:url": .iri("\(item.iri)#answer"),
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
                "dct:title": item.text(answer.question), "dct:description": text,
                "dct:identifier": .all([.plain(item.iri), item.urn]), "dct:publisher": item.publisher,
                "dct:language": item.languages, "dct:subject": item.theme(answer.topic),
                "dct:modified": .instant(answer.recordedAt), "dct:valid": .day(answer.expiresOn),
                "schema:mainEntity": .node(question), "schema:url": .iri(item.iri),
                "schema:publisher": item.organisation, "schema:inLanguage": item.inLanguage,
                "schema:expires": .day(answer.expiresOn),
            ])
    }
}
