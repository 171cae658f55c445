// SPDX-License-Identifier: EUPL-1.2

/// Which of the format's documents was sent, told by what stands in it rather than by what its
/// schema address claims.
public enum ODPForm: String, Sendable, Codable, CaseIterable {
    /// An application as a portal sends it: nothing has happened to it yet.
    case application
    /// A case as a back office publishes it: the application, and what became of it.
    case publishedCase
    /// A report that somebody breaks planning control. Never for the public.
    case breachReport
}

/// Whom a case is for, before its state is looked at.
public enum ODPAudience: String, Sendable, Codable, CaseIterable {
    /// It belongs on the public register.
    case everyone
    /// Advice before an application and reports of breaches: officers only.
    case officers

    init(type: String, form: ODPForm) {
        let kind = type.lowercased()
        let closed = ["preapp", "preapplication", "breach", "enforcement", "reportabreach"]
        let isClosed = closed.contains { kind == $0 || kind.hasPrefix($0 + ".") }
        self = isClosed || form == .breachReport ? .officers : .everyone
    }
}
