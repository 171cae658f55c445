// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The addresses of people: signing in, their account, their work, and who holds which role where.
enum SignInRoutes {
    static let all =
        signing + account + [
            Route(.get, "/work", .signedIn) { try WorkPage($0).answer() },
            Route(.get, "/notices", .signedIn) { try NoticesPage($0).answer() },
            Route(.post, "/notices/seen", .signedIn) { try await NoticesPage($0).markSeen() },
            Route(.get, "/t/:tenant/people", .signedIn) { try PeoplePage($0).answer() },
            Route(.post, "/t/:tenant/people", .signedIn) { try await PeoplePage($0).grant() },
            Route(.post, "/t/:tenant/people/end", .signedIn) { try await PeoplePage($0).end() },
        ]

    private static let signing = [
        Route(.get, "/sign-in", .everyone) { SignInPage($0).answer() },
        Route(.post, "/sign-in", .everyone) { try await SignInPage($0).signIn() },
        Route(.get, "/sign-up", .everyone) { SignUpPage($0).answer() },
        Route(.post, "/sign-up", .everyone) { try await SignUpPage($0).signUp() },
        Route(.post, "/sign-out", .everyone) { try await $0.signOut() },
    ]

    private static let account = [
        Route(.get, "/account", .signedIn) { try AccountPage($0).answer() },
        Route(.get, "/account/name", .signedIn) { NamePage($0).answer() },
        Route(.post, "/account/name", .signedIn) { try await NamePage($0).change() },
        Route(.get, "/account/password", .signedIn) { PasswordPage($0).answer() },
        Route(.post, "/account/password", .signedIn) { try await PasswordPage($0).change() },
        Route(.post, "/account/language", .signedIn) { try await AccountPage($0).setLanguage() },
        Route(.post, "/account/sessions/end", .signedIn) {
            try await AccountPage($0).endSession()
        },
        Route(.get, "/account/tokens/new", .signedIn) { try TokenPage($0).answer() },
        Route(.post, "/account/tokens/new", .signedIn) { try await TokenPage($0).create() },
        Route(.post, "/account/tokens/revoke", .signedIn) {
            try await AccountPage($0).revokeToken()
        },
    ]
}
