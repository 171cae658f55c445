// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension QuestionActions {
    static let desks = [openDesk.kind, changeDesk.kind, closeDesk.kind]

    static let openDesk = Action<HelpDesk, HelpDesk>(
        "open_desk", by: .managers + [.system("import")], to: [.open]
    ) { desk, input, _ in desk.fields = input.fields }

    static let changeDesk = Action<HelpDesk, HelpDesk>(
        "change_desk", by: .managers, from: [.open], to: [.open],
        prefill: { desk, _ in desk?.fields ?? HelpDesk() }
    ) { desk, input, _ in desk.fields = input.fields }

    /// Nothing goes to it any more; what it has, it keeps.
    static let closeDesk = Action<HelpDesk, Nothing>(
        "close_desk", by: .managers, from: [.open], to: [.closed]
    ) { _, _, _ in }
}
