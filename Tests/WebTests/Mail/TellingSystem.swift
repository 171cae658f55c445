// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit

/// A system that tells people something.
struct Telling: Record {
    var person = RecordID(at: Instant(milliseconds: 0), random: (0, 0))
    static let fields: Fields<Telling> = [.person("person", \.person)]
    static let kind = RecordKind(
        Telling.self, system: "news", name: "telling", plural: "tellings", states: ["told"],
        readers: [.anyone], list: ListShape(columns: ["person"], order: "id"))

    static let tell = Action<Telling, Telling>("tell", by: [.anyone], to: ["told"]) {
        telling, input, desk in
        telling.fields = input.fields
        try desk.notify(
            Notice(to: input.person, Phrase("mail.off"), path: "/t/kildare/news/\(telling.id.text)"))
    }
    static let system = System("news", records: [Telling.self], actions: [tell.kind])
}

/// A network with mail, whose tenants tell people something.
struct MailNetwork {
    let test: TestNetwork
    let mail = TestMail()

    init() async throws {
        test = try TestNetwork([Telling.system], mail: mail)
        try await test.open("kildare", systems: ["news"])
    }

    func tell(_ person: RecordID) async throws {
        let call = ActionCall(Telling.tell.kind, by: .visitor, input: ["person": person.stored])
        _ = try await test.network.perform(call, for: "kildare")
        await test.jobs.settle()
    }

    var mails: [SentMail] {
        get throws { try test.network.tenant("kildare").mails() }
    }
}
