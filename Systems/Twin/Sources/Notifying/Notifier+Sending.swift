// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

/// Bringing what is due to where it is to go.
extension Notifier {
    /// How a notification fared.
    private enum Fate {
        case taken
        /// The endpoint has it and will not take it.
        case refused(String)
        /// Nobody is there, or not able.
        case failed(String)

        var reason: String? {
            switch self {
            case .taken: nil
            case .refused(let reason), .failed(let reason): reason
            }
        }
    }

    /// How often one is offered that is refused.
    static let mostRefusals = 5
    /// After how many failures in a row what is old is given up.
    static let fewestFailures = 10

    /// Looks who is ready by now, after a failure or a pause.
    func look() {
        let moment = Stamp(now())
        state.withLock { state in
            state.dropOver(at: moment)
            let known = Set(state.waiting)
            for (id, post) in state.activePosts where !known.contains(id) && post.isReady(at: moment) {
                state.waiting.append(id)
            }
        }
        goOn()
    }

    /// Sends to those whose turn it is, as far as there are hands.
    func goOn() {
        let chosen = state.withLock { $0.ready(at: Stamp(now()), hands: Self.hands) }
        for turn in chosen { Task { await self.work(turn) } }
    }

    /// Sends what is due for one subscription, a few at a time so that others have their turn.
    private func work(_ turn: NotifierState.Turn) async {
        for _ in 0..<20 { guard await sendNext(turn) else { break } }
        let mustRefill = state.withLock { state in
            let id = turn.id
            state.sending -= 1
            guard state.holds(turn) else { return false }
            state.posts[id]?.isSending = false
            if let post = state.posts[id], post.isReady(at: Stamp(now())) { state.waiting.append(id) }
            return state.posts[id]?.mustRefill ?? false
        }
        if mustRefill { pump() } else { goOn() }
    }

    /// Sends the first that is due; says whether to go on.
    private func sendNext(_ turn: NotifierState.Turn) async -> Bool {
        let found = state.withLock { state -> (Subscription, DueNotification, isFailing: Bool)? in
            guard state.isTelling, state.holds(turn), let post = state.posts[turn.id], let due = post.next,
                post.subscription.isOn(at: Stamp(now()))
            else { return nil }
            return (post.subscription, due, post.failures >= Self.fewestFailures)
        }
        guard let (subscription, due, isFailing) = found else { return false }
        let fate = await offer(due, subscription)
        let moment = Stamp(now())
        let attempts = state.withLock { state -> Int? in
            // Another process tells by now: what became of this it does not know, and sends it once more.
            // Or it was of a subscription that is gone.
            guard state.holds(turn) else { return nil }
            state.posts[turn.id]?.went(due, fate.reason, at: moment)
            return state.posts[turn.id]?.attempts ?? 0
        }
        guard let attempts else { return false }
        guard let reason = fate.reason else { return true }
        if isFailing, due.isOld(at: moment) { return await giveUpOld(turn, subscription, reason, at: moment) }
        guard case .refused = fate, attempts >= Self.mostRefusals else { return false }
        return await giveUp(turn, due, subscription, reason, at: moment)
    }

    /// Puts away all that has been due for too long: nobody has been there for it.
    private func giveUpOld(
        _ turn: NotifierState.Turn, _ subscription: Subscription, _ reason: String, at now: Stamp
    ) async -> Bool {
        while let due = state.withLock({ $0.holds(turn) ? $0.posts[turn.id]?.queue.first : nil }),
            due.isOld(at: now)
        {
            guard await put(turn, due, subscription, reason, at: now) else { break }
        }
        return false
    }

    /// Puts away what cannot be brought, and goes on with what comes after it.
    private func giveUp(
        _ turn: NotifierState.Turn, _ due: DueNotification, _ subscription: Subscription,
        _ reason: String, at now: Stamp
    ) async -> Bool {
        guard await put(turn, due, subscription, reason, at: now) else { return false }
        return state.withLock { state in
            // Whoever refused this one may take the next.
            guard let post = state.posts[turn.id], post.failures < Self.fewestFailures else {
                return false
            }
            state.posts[turn.id]?.nextTry = nil
            return true
        }
    }

    /// Keeps what was due as a dead letter, in the place of sending it.
    private func put(
        _ turn: NotifierState.Turn, _ due: DueNotification, _ subscription: Subscription,
        _ reason: String, at now: Stamp
    ) async -> Bool {
        guard let writing = try? await writing(subscription) else { return false }
        let body = String(decoding: writing.body(due, at: now), as: UTF8.self)
        let letter = DeadLetter(due, subscription.key, body: body, reason: reason, at: now)
        guard (try? await twin.ledger.keep([letter.key: letter.json.text()], upTo: 0)) != nil else {
            return false
        }
        return state.withLock { state in
            guard state.holds(turn) else { return false }
            state.posts[turn.id]?.pass(due)
            return true
        }
    }

    // MARK: One notification

    /// Sends a notification nobody was promised, to see whether it arrives.
    /// - Returns: why it was not taken; nil: it was.
    func trial(of subscription: Subscription, with entity: Entity) async -> String? {
        await offer(DueNotification(content: .entities([entity]), since: Stamp(now())), subscription).reason
    }

    private func writing(_ subscription: Subscription) async throws -> NotificationWriting {
        let moment = Stamp(now())
        let naming = try await twin.contexts.table(
            for: subscription.document.context, outside, twin, at: moment)
        let (find, access) = (finder(at: moment), subscription.document.access)
        return NotificationWriting(subscription: subscription, naming: naming) { id in
            find(id).flatMap { access.covers($0) ? $0 : nil }
        }
    }

    private func offer(_ due: DueNotification, _ subscription: Subscription) async -> Fate {
        do {
            let writing = try await writing(subscription)
            return try await offer(writing.body(due, at: Stamp(now())), writing)
        } catch let problem as TwinProblem {
            return .failed(problem.detail)
        } catch {
            return .failed("\(error)")
        }
    }

    private func offer(_ body: [UInt8], _ writing: NotificationWriting) async throws -> Fate {
        let endpoint = writing.subscription.notification.endpoint
        switch endpoint.way {
        case .mqtt(let address, let options):
            guard let publishing else { throw Fault("nothing is published from here") }
            let message = MQTTMessage(
                writing.payload(body), contentType: "application/json", timeout: endpoint.timeout)
            try await publishing.publish(message, to: address, options)
            return .taken
        case .http:
            guard let outside else { throw Fault("nothing is sent from here") }
            let answer = try await outside.fetching.send(
                OutgoingRequest(
                    "POST", endpoint.uri, headers: writing.headers(), body: body, timeout: endpoint.timeout)
            )
            switch answer.status {
            case 200..<300: return .taken
            case 400..<500 where ![408, 425, 429].contains(answer.status):
                return .refused("The endpoint answered \(answer.status).")
            default: return .failed("The endpoint answered \(answer.status).")
            }
        }
    }

    // MARK: Dead letters

    /// What could not be brought: of one subscription, or of all.
    func deadLetters(of subscription: String? = nil, after key: String = "", limit: Int = 100) throws
        -> [DeadLetter]
    {
        let start = subscription.map(DeadLetter.start(of:)) ?? DeadLetter.start
        return try twin.ledger.kept(beginning: start, after: key, limit: limit)
            .compactMap { DeadLetter(key: $0.key, $0.content) }
    }

    /// Sends one once more, as it was; if it is taken now, it is no dead letter any more.
    /// - Throws: `Fault` with why it was not taken.
    func resend(_ letter: DeadLetter) async throws {
        guard let document = try twin.read({ $0.subscription(letter.subscription) }) else {
            throw Fault("there is no such subscription any more")
        }
        let subscription = try Subscription(document)
        let fate = try await offer(Array(letter.body.utf8), try await writing(subscription))
        if let reason = fate.reason { throw Fault(reason) }
        try await drop(letter)
    }

    /// Lets one go.
    func drop(_ letter: DeadLetter) async throws {
        try await twin.ledger.keep([letter.key: nil], upTo: 0)
    }
}
