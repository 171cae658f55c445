// SPDX-License-Identifier: EUPL-1.2

/// When somebody is sent by mail what they are told in the application.
public enum MailChoice: String, Sendable, CaseIterable {
    case atOnce = "at_once"
    /// Once a day and tenant, in the morning.
    case daily
    case never
}
