// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

/// Signing up, in and out, and who sends a request.
///
/// What is secret — digests of passwords, sessions — lies in plain tables of the commons beside
/// the journal, not in it; everything else about people is a record and changes by actions.
public final class Accounts: Sendable {
    /// How long a session lasts, in seconds, whatever is done in it.
    public let sessionSeconds: Int
    let network: Network
    let work: Int
    let slow = SlowWork(atOnce: 2)
    let sessions: Sessions
    let known: KnownVisitors
    let limits: RateLimits
    /// How people may sign in here.
    public let policy: SignInPolicy
    /// Signing in with identity providers; nil where there are none, or nobody to ask them.
    let openID: OpenIDFlow?

    /// - Parameters:
    ///   - work: how hard passwords are to guess: scrypt's N.
    ///   - sessionSeconds: how long a session lasts.
    ///   - fetching: who asks identity providers.
    public init(
        network: Network, policy: SignInPolicy = SignInPolicy(), work: Int = Password.work,
        sessionSeconds: Int = 12 * 60 * 60, fetching: (any Fetching)? = nil
    ) {
        self.network = network
        self.policy = policy
        self.work = work
        self.sessionSeconds = sessionSeconds
        known = KnownVisitors(tellOthers: { network.tellOthers() })
        let database = network.commons.database
        sessions = Sessions(database: database)
        limits = RateLimits(database: database)
        openID = fetching.flatMap { fetching in
            policy.providers.isEmpty
                ? nil
                : OpenIDFlow(policy.providers, database: database, fetching: fetching)
        }
    }

    /// Makes an account and begins its first session.
    /// - Parameter peer: the address it is asked from.
    /// - Returns: the session's secret.
    /// - Throws: `Problems` for the name, the e-mail and the password, all at once;
    ///   `Refusal.tooMany`.
    public func signUp(
        name: String, email: String, password: String, language: Language? = nil,
        peer: String = "", at now: Instant
    ) async throws -> String {
        // Before anything is looked at: the answer tells whether somebody has an account.
        try await limits.take(Attempt([(.joinsByPeer, Peer.key(peer))]), at: now)
        var input = try checked(name: name, email: email, password: password)
        input["language"] = language.map { .text($0.code) }
        let person = try await join(input, kept: try await kept(password), by: .visitor, at: now)
        if network.mailsNotices {
            try await network.commons.queue(
                Job("mail.confirm", ["person": .string(person.text)]), at: now)
        }
        return try await begin(Sessions.Beginning(person, .password), at: now)
    }

    /// Begins a session, or leads on to whatever else is asked.
    /// - Parameter peer: the address it is asked from.
    /// - Throws: the same `Problems`, after the same time, for an e-mail nobody has and for a wrong
    ///   password; `Refusal.tooMany`.
    public func signIn(
        email: String, password: String, peer: String = "", at now: Instant
    ) async throws -> SignedIn {
        let person = try await mustKnow(
            password, of: .email(Person.key(email)), peer: peer, at: now,
            else: Problems(nil, "sign_in_failed", Phrase("problem.sign_in_failed")))
        return try await goOn(person, at: now)
    }

    /// Ends a session.
    /// - Returns: where the person's identity provider is told that they sign out; nil if it began
    ///   without one.
    @discardableResult
    public func signOut(session secret: String) async throws -> ProviderSession? {
        let digest = Secret.digest(secret)
        let ended = try await sessions.end(digest)
        known.forget(digest)
        guard let ended, case .provider(let name) = ended.way else { return nil }
        return policy.provider(name).map { ProviderSession(provider: $0, idToken: ended.idToken) }
    }

    /// Begins a session for somebody who has shown all that is asked.
    func begin(_ beginning: Sessions.Beginning, at now: Instant) async throws -> String {
        try await note(beginning, at: now)
        return try await sessions.begin(beginning, at: now, lasting: sessionSeconds)
    }

    /// Changes a password and ends every session of the person.
    /// - Parameter session: the secret of the one it is changed in: the new one is as strong.
    /// - Returns: the secret of a new session.
    /// - Throws: `Problems` for the fields `current` and `password`; `Refusal.tooMany`.
    public func changePassword(
        of person: RecordID, current: String, new: String, session: String? = nil,
        peer: String = "", at now: Instant
    ) async throws -> String {
        guard let account = try account(of: person) else { throw Refusal.notFound }
        var problems = Problems()
        if current.isEmpty {
            problems.add("current", "required", Phrase("problem.password_missing"))
        }
        if let problem = PasswordRules.problem(new, name: account.name, email: account.email) {
            problems.all.append(problem)
        }
        try problems.check()
        _ = try await mustKnow(
            current, of: .person(person), peer: peer, at: now,
            else: Problems("current", "wrong_password", Phrase("problem.wrong_password")))
        let way = try session.flatMap { try sessions.find(secret: $0, at: now)?.way }
        try await keep(try await kept(new), for: person, at: now)
        return try await sessions.begin(
            Sessions.Beginning(person, way ?? .password), at: now, lasting: sessionSeconds)
    }

    /// Changes what the actor is called.
    /// - Throws: `Problems` for the field `name`.
    public func changeName(to name: String, by actor: Actor, at now: Instant) async throws {
        let action = PeopleActions.changeName.kind
        let input = try action.read(form: ["name": name])
        _ = try await network.commons.perform(
            ActionCall(action, by: actor, on: actor.person, input: input.values), at: now)
    }

    /// The person with that e-mail; nil if nobody has it.
    public func person(email: String) throws -> RecordID? {
        try network.commons.read(as: .system("accounts")) { try Self.person(email, $0)?.id }
    }

    /// A person's account; nil if there is none, or it is closed.
    public func account(of person: RecordID) throws -> Stored<Person>? {
        try network.commons.read(as: .system("accounts")) { reader in
            try reader.find(Person.self, person).flatMap { $0.state == "active" ? $0 : nil }
        }
    }

    static func person(_ email: String, _ reader: Reader) throws -> Stored<Person>? {
        try reader.list(
            Person.self,
            Query([.field("email_key", is: Person.key(email)), .state("active")], limit: 1)
        ).first
    }
}

extension Accounts {
    /// Whose password is asked for.
    enum Claim {
        case email(String)
        case person(RecordID)

        var key: String {
            switch self {
            case .email(let key): key
            case .person(let id): id.text
            }
        }
    }

    /// The person whose password this is. An attempt is counted before it is tried, so that many
    /// at once are not more than many one by one; a right one is taken off again.
    func mustKnow(
        _ password: String, of claim: Claim, peer: String, at now: Instant, else wrong: Problems
    ) async throws -> RecordID {
        let peer = Peer.key(peer)
        let pair = "\(peer) \(claim.key)"
        let attempt = Attempt(
            [(.guesses, pair), (.guessesByAccount, claim.key), (.guessesByPeer, peer)])
        try await limits.take(attempt, at: now)
        let found: (person: RecordID, kept: String)?
        let isRight: Bool
        do {
            found = try secret(of: claim)
            // Nobody's digest takes as long to try as somebody's.
            let kept = try found?.kept ?? Password.ofNobody(work: work)
            isRight = try await slow.run {
                PasswordRules.isPossible(password)
                    ? Password.matches(PasswordRules.folded(password), kept: kept)
                    : Password.matches("", kept: kept) && false
            }
        } catch {
            try await limits.giveBack(attempt)
            throw error
        }
        guard isRight, let found else { throw wrong }
        try await limits.giveBack(attempt, clearing: true)
        return found.person
    }

    private func secret(of claim: Claim) throws -> (person: RecordID, kept: String)? {
        let person: RecordID? =
            switch claim {
            case .email(let key): try person(email: key)
            case .person(let id): id
            }
        guard let person else { return nil }
        let kept = try network.commons.database.read {
            try $0.value("SELECT password FROM secret WHERE person = $1", [person.stored])
        }
        return kept?.text.map { (person, $0) }
    }

    /// The valid input of a sign-up.
    func checked(name: String, email: String, password: String) throws -> Values {
        var problems = Problems()
        var input = ReadInput()
        do {
            input = try PeopleActions.signUp.kind.read(form: ["name": name, "email": email])
            try PeopleActions.mustBeEmail(email)
            if try person(email: email) != nil { throw PeopleActions.emailTaken }
        } catch let found as Problems { problems = found }
        if let problem = PasswordRules.problem(password, name: name, email: email) {
            problems.all.append(problem)
        }
        try problems.check()
        return input.values
    }

    /// What is kept of a password, worked out aside.
    func kept(_ password: String) async throws -> String {
        let work = work
        return try await slow.run {
            try Password.kept(PasswordRules.folded(password), work: work)
        }
    }

    /// Makes the account. Its secret is kept first: should the machine stop between the two, what
    /// is left is a secret of nobody, not a person who can never sign in.
    func join(
        _ input: Values, kept: String, by actor: Actor, at now: Instant
    ) async throws -> RecordID {
        let person = RecordID.new(at: now)
        try await keep(kept, for: person, at: now)
        do {
            _ = try await network.commons.perform(
                ActionCall(PeopleActions.signUp.kind, by: actor, input: input, newID: person),
                at: now)
        } catch {
            try await network.commons.database.write {
                try $0.run("DELETE FROM secret WHERE person = $1", [person.stored])
            }
            throw error
        }
        return person
    }

    /// Keeps a password's digest, and ends whatever was begun with the one before.
    func keep(_ kept: String, for person: RecordID, at now: Instant) async throws {
        try await network.commons.database.write { connection in
            try connection.run(
                "INSERT INTO secret (person, password, changed_at) VALUES ($1, $2, $3) "
                    + "ON CONFLICT (person) DO UPDATE SET password = excluded.password, "
                    + "changed_at = excluded.changed_at",
                [person.stored, .text(kept), now.stored])
            try Self.endBegun(by: person, on: connection)
        }
        known.forget(person)
    }
}
