// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The addresses of people: signing in, their account, their work, and who holds which role where.
enum SignInRoutes {
    static let all =
        signing + account + providers + people + [
            Route(.get, "/work", .signedIn) { try WorkPage($0).answer() },
            Route(.get, "/notices", .signedIn) { try NoticesPage($0).answer() },
            Route(.post, "/notices/seen", .signedIn) { try await NoticesPage($0).markSeen() },
            Route(.get, "/t/:tenant/people", .signedIn) { try PeoplePage($0).answer() },
            Route(.post, "/t/:tenant/people", .signedIn) {
                try await ProvingPage.before($0) { try await PeoplePage($0).grant() }
            },
            Route(.post, "/t/:tenant/people/end", .signedIn) { try await PeoplePage($0).end() },
        ]

    private static let signing = [
        Route(.get, "/sign-in", .everyone) { SignInPage($0).answer() },
        Route(.post, "/sign-in", .everyone) { try await SignInPage($0).signIn() },
        Route(.get, "/sign-up", .everyone) { SignUpPage($0).answer() },
        Route(.post, "/sign-up", .everyone) { try await SignUpPage($0).signUp() },
        Route(.post, "/sign-out", .everyone) { try await $0.signOut() },
        Route(.get, "/signed-out", .everyone) { $0.signedOut() },
        Route(.get, "/sign-in/code", .everyone) { try CodePage($0).answer() },
        Route(.post, "/sign-in/code", .everyone) { try await CodePage($0).signIn() },
        Route(.get, "/sign-in/second-factor", .everyone) { try await CodePage($0).askSetUp() },
        Route(.post, "/sign-in/second-factor", .everyone) { try await CodePage($0).takeSetUp() },
    ]

    private static let providers = [
        Route(.get, "/sign-in/with/:provider", .everyone) { try await ProviderPages($0).leave() },
        Route(.get, "/sign-in/with/:provider/return", .everyone) {
            try await ProviderPages($0).arrive()
        },
        Route(.post, "/account/providers/:provider/connect", .signedIn) {
            try await ProvingPage.before($0) { try await ProviderPages($0).connect() }
        },
        Route(.post, "/account/providers/unlink", .signedIn) {
            try await ProvingPage.before($0) { try await AccountPage($0).unlink() }
        },
    ]

    /// Accounts, for the administrators of the network.
    private static let people = [
        Route(.get, "/people", .signedIn) { try PersonPage.askFind($0) },
        Route(.post, "/people", .signedIn) { try await PersonPage.find($0) },
        Route(.get, "/people/:person", .signedIn) { try PersonPage($0).answer() },
        Route(.post, "/people/:person/sessions/end", .signedIn) {
            try await PersonPage($0).endSession()
        },
        Route(.post, "/people/:person/second-factor/reset", .signedIn) {
            try await ProvingPage.before($0) { try await PersonPage($0).resetSecondFactor() }
        },
        Route(.post, "/people/:person/confirm", .signedIn) {
            try await ProvingPage.before($0) { try await PersonPage($0).vouch() }
        },
    ]

    private static let account = [
        Route(.get, "/account", .signedIn) { try AccountPage($0).answer() },
        Route(.get, "/account/name", .signedIn) { NamePage($0).answer() },
        Route(.post, "/account/name", .signedIn) { try await NamePage($0).change() },
        Route(.get, "/account/password", .signedIn) { PasswordPage($0).answer() },
        Route(.post, "/account/password", .signedIn) { try await PasswordPage($0).change() },
        Route(.get, "/account/second-factor", .signedIn) {
            try await ProvingPage.before($0) { try await SecondFactorPage($0).answer() }
        },
        Route(.post, "/account/second-factor", .signedIn) {
            try await ProvingPage.before($0) { try await SecondFactorPage($0).turnOn() }
        },
        Route(.post, "/account/second-factor/change", .signedIn) {
            try await SecondFactorPage($0).change()
        },
        Route(.post, "/account/language", .signedIn) { try await AccountPage($0).setLanguage() },
        Route(.post, "/account/sessions/end", .signedIn) {
            try await AccountPage($0).endSession()
        },
        Route(.post, "/account/sessions/end-others", .signedIn) {
            try await AccountPage($0).endOtherSessions()
        },
        Route(.post, "/account/prove", .signedIn) { try await ProvingPage.take($0) },
        Route(.get, "/account/tokens/new", .signedIn) {
            try await ProvingPage.before($0) { try TokenPage($0).answer() }
        },
        Route(.post, "/account/tokens/new", .signedIn) {
            try await ProvingPage.before($0) { try await TokenPage($0).create() }
        },
        Route(.post, "/account/tokens/revoke", .signedIn) {
            try await AccountPage($0).revokeToken()
        },
    ]
}
