// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Testing

/// What an address of a PostgreSQL database must say.
struct PostgresAddressTests {
    private func refusal(_ address: String) -> String? {
        do {
            _ = try StoreAddress(address)
            return nil
        } catch { return "\(error)" }
    }

    @Test(arguments: [
        "postgres://talka:secret@db.example.org/talka", "postgres://talka@10.1.2.3:6432/talka",
        "postgres://talka@127.0.0.1,db.example.org/talka", "postgres://talka@[2001:db8::1]/talka",
        "postgres://talka@db.example.org/talka?sslmode=prefer",
        "postgres://talka@localhost.example.org/talka?sslmode=allow",
        "postgres:///talka?host=db.example.org", "postgres://talka@localhost/talka?hostaddr=10.1.2.3",
    ])
    func anotherMachineIsReachedByTLSOrNotAtAll(_ address: String) throws {
        let said = try #require(refusal(address))
        #expect(said.contains("sslmode=verify-full") && said.contains("sslmode=disable"))
        #expect(!said.contains("secret"))
    }

    @Test(arguments: [
        "postgres://talka@db.example.org/talka?sslmode=verify-full&sslrootcert=system",
        "postgres://talka@one,two/talka?sslmode=require&schemas=other_",
        "postgres://talka@db.example.org/talka?sslmode=disable", "postgres://talka@127.0.0.1/talka",
        "postgres://talka@localhost:6432/talka", "postgres://talka@[::1]/talka",
        "postgres:///talka?host=/run/postgresql", "postgres://talka@%2Frun%2Fpostgresql/talka",
    ])
    func whatIsMeantIsTaken(_ address: String) {
        #expect(refusal(address) == nil)
    }
}
