// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is known of a question before it is sent: all that decides where it goes.
struct Inquiry: Sendable {
    var audience: Audience
    var topic: Topic?
    /// The tenant it is about.
    var place: Tenant?
    var language: Tongue?
}
