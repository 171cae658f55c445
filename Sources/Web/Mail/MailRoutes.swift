// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The addresses of mail: what links in it lead to, what one chooses, and what administrators see.
enum MailRoutes {
    static let all = [
        Route(.get, "/forgot-password", .everyone) { try ForgotPasswordPage($0).answer() },
        Route(.post, "/forgot-password", .everyone) { try await ForgotPasswordPage($0).ask() },
        Route(.get, "/reset-password", .everyone) { try ForgotPasswordPage($0).askNew() },
        Route(.post, "/reset-password", .everyone) { try await ForgotPasswordPage($0).takeNew() },
        Route(.get, "/confirm-email", .everyone) { LinkPage($0).confirm() },
        Route(.post, "/confirm-email", .signedIn) { try await LinkPage($0).takeConfirmation() },
        Route(.get, "/mail/stop", .everyone) { LinkPage($0).stop() },
        Route(.post, "/mail/stop", .everyone) { try await LinkPage($0).takeStop() },
        Route(.post, "/account/mail", .signedIn) { try await MailChoiceForm($0).choose() },
        Route(.post, "/account/mail/works", .signedIn) { try await MailChoiceForm($0).works() },
        Route(.post, "/account/confirm", .signedIn) {
            try await MailChoiceForm($0).sendConfirmation()
        },
        Route(.get, "/t/:tenant/mail", .roles([.administrator])) { try MailPage($0).answer() },
        Route(.get, "/t/:tenant/mail/:place/:mail", .roles([.administrator])) {
            try MailPage($0).one()
        },
        Route(.post, "/t/:tenant/mail/again", .roles([.administrator])) {
            try await MailPage($0).again()
        },
    ]
}
