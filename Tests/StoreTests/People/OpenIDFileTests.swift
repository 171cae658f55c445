// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Testing

/// The file an installation names its identity providers in.
@Suite struct OpenIDFileTests {
    private static let whole: JSON = [
        "name": "state", "label": ["en": "the State", "ga": "an Stát"],
        "issuer": "https://id.example.ie", "client_id": "talka", "client_secret_file": "secret",
        "scopes": ["email"], "claim": "/realm/roles", "levels": ["high"], "only_way_at": ["kerry"],
        "roles": ["planners": [["kerry", "officer"], ["clare", "auditor"]]],
    ]

    private func read(_ change: (inout JSON) -> Void = { _ in }) throws -> OpenIDProvider? {
        var provider = Self.whole
        change(&provider)
        return try OpenIDProvider.read(["providers": [provider]]) { "\($0) \($1)" }.first
    }

    @Test func whatItSaysIsTaken() throws {
        let provider = try #require(try read())
        #expect(provider.clientSecret == "client_secret_file secret")
        #expect(provider.scopes == ["openid", "email"])
        #expect(provider.label(in: .irish) == "an Stát")
        #expect(provider.roles["planners"] == [
            OpenIDProvider.Place("kerry", .officer), OpenIDProvider.Place("clare", .auditor),
        ])
        #expect(provider.onlyWayAt == ["kerry"] && provider.levels == ["high"])
        #expect(!provider.createsAccounts && !provider.trustsEmail)
    }

    /// What cannot be meant.
    static let slips: [@Sendable (inout JSON) -> Void] = [
        { $0["name"] = "State!" }, { $0["name"] = nil }, { $0["label"] = ["ga": "an Stát"] },
        { $0["issuer"] = "http://id.example.ie" }, { $0["issuer"] = "id.example.ie" },
        { $0["issuer"] = "https://user@id.example.ie" }, { $0["client_id"] = "" },
        { $0["client_secret"] = "hush" }, { $0["client_secret_env"] = "TWICE" },
        { $0["trusts_email"] = "yes" }, { $0["scopes"] = "email" }, { $0["claim"] = nil },
        { $0["roles"] = ["planners": [["kerry", "king"]]] }, { $0["roles"] = ["planners": ["kerry"]] },
        { $0["only_way_at"] = ["commons"] }, { $0["creates_acounts"] = true },
    ]

    @Test(arguments: slips.indices)
    func aSlipOfThePenIsSaid(_ index: Int) {
        #expect(throws: OpenIDProvider.Misread.self) { try read(Self.slips[index]) }
    }

    @Test(arguments: ["http://localhost:8080/realm", "http://127.0.0.1:4593", "https://id.example.ie/a/"])
    func trialsOnThisMachineNeedNoTLS(_ issuer: String) throws {
        #expect(try read { $0["issuer"] = .string(issuer) }?.issuer == issuer)
    }

    @Test func twoOfOneNameAreNone() {
        #expect(throws: OpenIDProvider.Misread.self) {
            try OpenIDProvider.read(["providers": [Self.whole, Self.whole]]) { $1 }
        }
    }
}
