// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Whether answers can be kept: what has a form must have it, and a class must be one there is.
/// Nothing has to be complete.
struct AnswerCheck {
    let application: Application
    let moment: Moment

    /// What is wrong with these answers.
    func problems(of names: Set<String>) -> Problems {
        var problems = Problems()
        func check(_ some: [String], _ isGood: (String) -> Bool, _ code: String, _ phrase: Phrase) {
            for name in some where names.contains(name) {
                guard let text = application.value(of: name)?.text, !text.isEmpty, !isGood(text)
                else { continue }
                problems.add(name, code, phrase)
            }
        }
        check(["development_class"], isClass, "not_a_choice", Phrase("problem.not_a_choice"))
        check(
            ["applicant_email", "agent_email"], Person.isEmail, "not_an_email",
            Phrase("problem.not_an_email"))
        check(
            ["applicant_phone", "agent_phone"], Self.isPhone, "not_a_phone",
            Phrase("planning.problem.phone"))
        return problems
    }

    private func isClass(_: String) -> Bool {
        FeeMeasure.row(of: application, at: moment) != nil
    }

    /// Whether a text can be a telephone number, of any country and however it is written.
    static func isPhone(_ text: String) -> Bool {
        text.wholeMatch(of: /[0-9 +()\-.\/]+/) != nil
            && (6...20).contains(text.count { $0.isNumber })
    }
}
