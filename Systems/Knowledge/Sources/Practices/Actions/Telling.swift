// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension PracticeActions {
    static let telling = [
        write.kind, change.kind, share.kind, withdraw.kind, describe.kind, describeAnew.kind,
    ]

    static let write = Action<Practice, Practice>(
        "write_practice", by: .officers + [.system("import")], to: [.draft]
    ) { practice, input, _ in practice.fields = input.fields }

    static let change = Action<Practice, Practice>(
        "change_practice", by: .officers, from: [.draft, .shared],
        prefill: { practice, _ in practice?.fields ?? Practice() }
    ) { practice, input, desk in
        practice.fields.take(Set(Practice.asked), from: input.fields)
        try TranslationActions.follow(Original(practice), desk)
    }

    static let share = Action<Practice, Nothing>(
        "share_practice", by: .officers + [.system("import")], from: [.draft], to: [.shared]
    ) { practice, _, desk in try TranslationActions.follow(Original(practice), desk) }

    static let withdraw = Action<Practice, Nothing>(
        "withdraw_practice", by: .officers, from: [.draft, .shared], to: [.withdrawn]
    ) { practice, _, desk in try TranslationActions.follow(Original(practice), desk) }

    /// What an organisation says of itself; there is one such record.
    static let describe = Action<Profile, Profile>(
        "describe_ourselves", by: .officers + [.system("import")], to: [.current]
    ) { profile, input, desk in
        guard try desk.list(Profile.self, Query(limit: 1)).isEmpty else {
            throw Refusal.notNow(Phrase("knowledge.refusal.described"))
        }
        profile.fields = input.fields
    }

    static let describeAnew = Action<Profile, Profile>(
        "describe_anew", by: .officers, from: [.current],
        prefill: { profile, _ in profile?.fields ?? Profile() }
    ) { profile, input, _ in profile.fields = input.fields }
}

extension Practice {
    /// The fields somebody is asked for.
    static let asked = fields.map(\.description).filter { !$0.isDerived }.map(\.name)
}
