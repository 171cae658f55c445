// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How people may sign in to one installation.
public struct SignInPolicy: Sendable {
    /// Of whom a second factor is asked beside a password.
    public enum SecondFactor: String, Sendable, CaseIterable {
        /// Of who has set one up.
        case nobody
        /// Of everyone who holds a role; who has none yet is led to set it up.
        case staff
    }

    public var secondFactor: SecondFactor = .nobody
    /// How long, in seconds, it holds that somebody has shown who they are, where how their account
    /// is opened is changed: keys, the second factor, ways to sign in.
    public var provedFor = 10 * 60
    /// The identity providers people may sign in with, in the order they are offered.
    public var providers: [OpenIDProvider] = []

    public init(
        secondFactor: SecondFactor = .nobody, provedFor: Int = 10 * 60,
        providers: [OpenIDProvider] = []
    ) {
        self.secondFactor = secondFactor
        self.provedFor = provedFor
        self.providers = providers
    }

    /// The provider of that name.
    public func provider(_ name: String) -> OpenIDProvider? { providers.first { $0.name == name } }

    /// The provider that who holds these roles must sign in with; nil: they may use a password.
    func onlyProvider(for roles: [String: Set<Role>]) -> OpenIDProvider? {
        providers.first { !$0.onlyWayAt.isDisjoint(with: roles.keys) }
    }
}
