// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing

/// A tenant, or the whole network, goes elsewhere and is the same there.
struct MovingTests {
    @Test func aTenantIsTheSameElsewhere() async throws {
        let lab = try await KeepingLab()
        let before = try KeepingLab.whatEveryoneSees(in: lab.network, of: "one")
        let head = try lab.network.verify("one").head
        try lab.network.export("one", to: lab.place("export"))

        for place in lab.others() {
            let other = try lab.elsewhere(place)
            try await other.open("two", systems: ["lab"])
            let left = try await other.network.takeIn("one", from: Copies(lab.place("export")))
            #expect(left == [])
            let verification = try other.network.verify("one")
            #expect(verification.finding == nil && verification.head == head)
            #expect(try KeepingLab.whatEveryoneSees(in: other.network) == before)
            #expect(try lab.asOf(in: other.network) == lab.asOf(in: lab.network))
            // Work goes on there, with numbers nobody had.
            let put = try await other.network.perform(
                ActionCall(Lab.put.kind, by: LabNetwork.officer, input: ["name": "New"]), for: "one")
            _ = try await other.network.perform(
                ActionCall(Lab.show.kind, by: LabNetwork.officer, on: put.row.id), for: "one")
            await other.network.settle()
            #expect(try other.network.verify("one").finding == nil)
            #expect(try KeepingLab.whatEveryoneSees(in: other.network).count == before.count + 1)
            try await other.network.close()
        }
    }

    @Test func aNetworkIsTheSameElsewhere() async throws {
        let lab = try await KeepingLab()
        let person = try await lab.test.person("Orla Quinn", roles: ["one": [.officer]])
        let before = try KeepingLab.whatEveryoneSees(in: lab.network)
        let slugs = [Tenant.commons, "one", "two"]
        let heads = try slugs.map { try lab.network.verify($0).head }
        try lab.network.exportAll(to: lab.place("with"), withSecrets: true)
        try lab.network.exportAll(to: lab.place("without"), withSecrets: false)

        for (folder, mayEnter) in [("with", true), ("without", false)] {
            for place in lab.others() {
                try lab.takeIn(folder, at: place)
                let other = try lab.elsewhere(place)
                #expect(try slugs.allSatisfy { try other.network.verify($0).finding == nil })
                #expect(try slugs.map { try other.network.verify($0).head } == heads)
                #expect(try KeepingLab.whatEveryoneSees(in: other.network) == before)
                #expect(try other.accounts.account(of: person)?.fields.name == "Orla Quinn")
                let answer = try? await other.accounts.signIn(
                    email: TestNetwork.email("Orla Quinn"), password: TestNetwork.password,
                    at: lab.test.clock.now)
                #expect((answer != nil) == mayEnter)
                try await other.network.close()
            }
        }
        #expect(throws: (any Error).self) {
            try lab.network.address.takeIn(
                Copies(lab.place("with")), systems: [.network, Lab.system],
                documents: FolderShelf(lab.place("x")), logger: KeepingLab.logger)
        }
    }

    @Test func theFileIsPleasantToOpen() async throws {
        let lab = try await KeepingLab()
        try lab.network.export("one", to: lab.place("export"))
        let file = StoreFile(
            "one", at: .sqlite(directory: lab.place("export")),
            path: lab.place("export/stores/one.sqlite"))
        #expect(try file.value("SELECT count(*) FROM lab_sample_now") == "3")
        #expect(try file.value("SELECT count(*) FROM lab_sample") == "8")
        #expect(try file.value("SELECT count(*) FROM published WHERE tenant <> 'one'") == "0")
        let tables = try file.rows("SELECT name FROM sqlite_master WHERE type = 'table'").map { $0[0] }
        #expect(!tables.contains("secret") && !tables.contains("session"))
        let text = try String(contentsOfFile: lab.place("export/tenant.json"), encoding: .utf8)
        #expect(!text.contains("@"))
    }

    /// Every sort of secret there is, each told apart: none of them leaves with a tenant, and none with
    /// the network unless that is asked for.
    @Test func whatIsSecretStaysHere() async throws {
        let lab = try await KeepingLab()
        let commons = lab.file(Tenant.commons)
        let token = try await lab.test.token("Orla", in: "one", roles: [.officer])
        for key in ["mail_key", "signing_key"] {
            try commons.run("INSERT INTO store (key, value) VALUES ('\(key)', 'SECRET-\(key)')")
        }
        for (table, columns) in [
            ("secret", "person, password, changed_at"),
            ("session", "digest, person, csrf, began_at, expires_at"),
            ("sign_in_step", "digest, person, expires_at"), ("recovery_code", "person, digest"),
            ("mail_secret", "digest, person, purpose, expires_at"),
            ("webhook_secret", "webhook, secret"), ("bounce", "person, at, reason"),
            ("openid_state", "digest, provider, browser, nonce, verifier, next, expires_at"),
        ] {
            let values = columns.split(separator: ",").map { _ in "'SECRET-\(table)'" }
            try commons.run(
                "INSERT INTO \(table) (\(columns)) VALUES (\(values.joined(separator: ", ")))")
        }
        try commons.run(
            "INSERT INTO second_factor (person, secret, last_step) VALUES ('SECRET-f', 'SECRET-f', 0)")
        func holds(_ folder: String, _ text: String) throws -> Bool {
            let files = try #require(FileManager.default.enumerator(atPath: lab.place(folder)))
            return files.compactMap { $0 as? String }.contains { name in
                guard let data = FileManager.default.contents(atPath: lab.place("\(folder)/\(name)"))
                else { return false }
                return data.range(of: Data(text.utf8)) != nil
            }
        }
        try lab.network.export("one", to: lab.place("tenant"))
        for text in ["SECRET", token, Digest.of(token.utf8), "@example.ie"] {
            #expect(try !holds("tenant", text), "\(text)")
        }
        try lab.network.exportAll(to: lab.place("without"), withSecrets: false)
        for text in ["SECRET", token] { #expect(try !holds("without", text), "\(text)") }
        try lab.network.exportAll(to: lab.place("with"), withSecrets: true)
        for text in ["SECRET-mail_key", "SECRET-signing_key", "SECRET-webhook_secret"] {
            #expect(try holds("with", text), "\(text)")
        }
        #expect(try !holds("with", token))
    }

    @Test(arguments: [
        "stores/one.sqlite", "tenant.json", "manifest.json",
        "documents/one/\(Digest.of(Sample.document).prefix(2))/\(Digest.of(Sample.document))",
    ])
    func whatWasAlteredIsNotTakenIn(_ path: String) async throws {
        let lab = try await KeepingLab()
        try lab.network.export("one", to: lab.place("export"))
        let handle = try #require(FileHandle(forUpdatingAtPath: lab.place("export/\(path)")))
        try handle.seek(toOffset: 20)
        try handle.write(contentsOf: Data("x".utf8))
        try handle.close()
        let other = try lab.elsewhere(lab.others()[0])
        await #expect(throws: (any Error).self) {
            _ = try await other.network.takeIn("one", from: Copies(lab.place("export")))
        }
        #expect(try other.network.find("one") == nil)
        #expect(try KeepingLab.whatEveryoneSees(in: other.network).isEmpty)
    }

    @Test func aTakenSlugAndANewerProgramAreRefused() async throws {
        let lab = try await KeepingLab()
        try lab.network.export("one", to: lab.place("export"))
        await #expect(throws: Problems.self) {
            _ = try await lab.network.takeIn("one", from: Copies(lab.place("export")))
        }
        #expect(throws: (any Error).self) { try lab.network.export("one", to: lab.place("export")) }
        // A newer program's: a column this one does not know.
        try lab.file().run("ALTER TABLE lab_sample ADD COLUMN mood TEXT")
        try lab.network.export("one", to: lab.place("newer"))
        let other = try lab.elsewhere(lab.others()[0])
        await #expect(throws: Fault.self) {
            _ = try await other.network.takeIn("one", from: Copies(lab.place("newer")))
        }
        #expect(try other.network.find("one") == nil)
    }

    @Test func anInterruptedOneGoesOn() async throws {
        let lab = try await KeepingLab()
        let before = try KeepingLab.whatEveryoneSees(in: lab.network, of: "one")
        try lab.network.export("one", to: lab.place("export"))
        let other = try lab.elsewhere(lab.others()[0])
        // As a crash leaves it after the store is made and before the registry knows of it: taken in
        // whole, then what the commons knows taken out.
        _ = try await other.network.takeIn("one", from: Copies(lab.place("export")))
        let commons = StoreFile(
            Tenant.commons, at: other.address, path: "\(other.directory)/commons.sqlite")
        try commons.run(
            """
            DELETE FROM network_tenant; DELETE FROM witness; DELETE FROM received;
            UPDATE published SET until_at = NULL WHERE version = 9
            """)
        let again = try other.beside()
        #expect(try again.network.find("one") == nil)
        _ = try await again.network.takeIn("one", from: Copies(lab.place("export")))
        #expect(try again.network.verify("one").finding == nil)
        #expect(try KeepingLab.whatEveryoneSees(in: again.network) == before)
    }

    @Test func isTakenWhileOthersWrite() async throws {
        let lab = try await KeepingLab()
        let network = lab.network
        let writing = Task {
            for number in 1...40 {
                let put = try await network.perform(
                    ActionCall(Lab.put.kind, by: LabNetwork.officer, input: ["name": .text("N\(number)")]),
                    for: "one")
                _ = try await network.perform(
                    ActionCall(Lab.show.kind, by: LabNetwork.officer, on: put.row.id), for: "one")
            }
        }
        var number = 0
        while number < 4 {
            number += 1
            try network.export("one", to: lab.place("export-\(number)"))
            try network.exportAll(to: lab.place("all-\(number)"), withSecrets: true)
        }
        try await writing.value
        for number in 1...4 {
            let other = try lab.elsewhere(lab.others()[0])
            _ = try await other.network.takeIn("one", from: Copies(lab.place("export-\(number)")))
            await other.network.settle()
            #expect(try other.network.verify("one").finding == nil)
            let place = lab.others()[0]
            try lab.takeIn("all-\(number)", at: place)
            let whole = try lab.elsewhere(place)
            await whole.network.settle()
            #expect(try whole.network.verify("one").finding == nil)
        }
    }

    /// What two tenants hand over is with one of them, never on its way between two networks.
    @Test(.disabled(if: TestNetwork.isOnPostgres, "it moves files away"))
    func nobodyLeavesWhileALetterIsOnItsWay() async throws {
        let lab = try await KeepingLab()
        let place = { (name: String) in "\(lab.test.directory)/kept/\(name)" }
        try await lab.network.close()
        let path = lab.file("two").path
        try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
        let away = try lab.lab.beside()
        try await away.perform(Lab.write.kind, in: "one", ["to": "two", "text": "Hello", "copies": 1])
        await away.network.settle()
        try away.network.export("one", to: place("waiting"))
        await #expect(throws: Fault.self) {
            try await away.network.leave("one", having: Copies(place("waiting")))
        }
        try await away.network.close()

        // Once it has arrived, an export in which it waits would send it a second time.
        try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
        let back = try away.beside()
        await #expect(throws: Fault.self) {
            try await back.network.leave("one", having: Copies(place("waiting")))
        }
        #expect(try back.greetings(in: "two").map(\.text) == ["Hello"])
        try back.network.export("one", to: place("arrived"))
        try await back.network.leave(
            "one", having: Copies(place("arrived")), movedTo: "https://there.example")
        #expect(try back.network.movedTo("one") == "https://there.example")
        #expect(try back.network.find("one") == nil)
    }
}
