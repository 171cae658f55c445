// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Testing

/// Where a network lies, as it is written.
struct AddressTests {
    @Test func takesSeveralHostsForAFailOver() throws {
        let text = "postgres://talka:secret@one:5432,two:5433/talka?sslmode=verify-full"
        let more = "&target_session_attrs=read-write&schemas=net_"
        guard case .postgres(let address) = try StoreAddress(text + more) else {
            Issue.record("it is no database")
            return
        }
        #expect(address.prefix == "net_" && address.schema("dun-laoghaire") == "net_dun_laoghaire")
        #expect(address.shown == "postgres://talka@one:5432,two:5433/talka")
    }

    @Test(arguments: [
        "postgres://a,b:x/c?target_session_attrs=whatever=1&nothing&sslmode=disable",
        "mysql://a/b", "sqlite:", "postgres://a/b?schemas=Pg-1&sslmode=disable",
    ])
    func refusesWhatIsNone(_ text: String) {
        #expect(throws: Fault.self) { try StoreAddress(text) }
    }
}
