// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// All a notifier knows, changed within its lock alone.
struct NotifierState: Sendable {
    /// What a commit came to.
    struct Event: Sendable {
        let line: Int
        /// How many changes of documents there were after it.
        let documents: Int
        let changes: [EntityChange]
    }

    /// Whom something is sent to. By the time it was sent, another process may tell, or another subscription
    /// have the name.
    struct Turn: Sendable {
        let id: String
        let era: Int
        let post: Int
    }

    /// By the keys of the subscriptions.
    var posts: [String: Post] = [:]
    /// Those at which there is something to do or to keep, or may be as time passes: what looks by the clock
    /// need not look at all others, while whoever commits waits.
    var active: Set<String> = []
    /// The context sources there are, as far as was looked.
    var registrations: [String: Registration] = [:]
    var index = SubscriptionIndex()
    var inbox: [Event] = []
    var isPumping = false
    /// Whether this process tells, and for the how manieth time it began to.
    var isTelling = false
    var era = 0
    /// Which time it was when what was due before was looked up.
    var replayed: Int?
    var isReplayed: Bool { replayed == era }
    /// The last line that was looked at, and the one of which that is kept.
    var seen = 0
    var keptSeen = 0
    /// How many changes of documents were looked at.
    var documents = 0
    /// Who is sent to now, and whose turn comes.
    var sending = 0
    /// How many posts there ever were.
    private var made = 0
    var waiting: [String] = []
    /// Those for whom there is more in the ledger than in the queue.
    var cut: Set<String> = []
    /// What is kept no more.
    var forgotten: Set<String> = []
    /// How many notifications are still due of what a source told, by what it is kept under.
    var relays: [String: Int] = [:]

    /// Forgets what it knew when it told last: another has told since.
    mutating func beginAgain() {
        (posts, index, registrations) = ([:], SubscriptionIndex(), [:])
        (active, waiting, cut, forgotten, relays) = ([], [], [], [], [:])
        (seen, keptSeen, documents) = (0, 0, 0)
    }

    /// The next that has come and was not looked at.
    mutating func nextEvent() -> Event? { inbox.isEmpty ? nil : inbox.removeFirst() }

    /// Whether nothing is left to look at; then whoever looks has done so.
    mutating func isDone() -> Bool {
        guard inbox.isEmpty, nextToRefill == nil, isReplayed || !isTelling else { return false }
        isPumping = false
        return true
    }

    /// One whose queue is empty while there is more in the ledger.
    var nextToRefill: String? {
        cut.isEmpty ? nil : cut.sorted().first { posts[$0]?.mustRefill ?? false }
    }

    /// Takes in what a subscription is from now on; nil: it is gone.
    mutating func put(_ id: String, _ json: JSON?) {
        let old = posts[id]
        if let old, old.subscription.sources == nil { index.remove(old.subscription) }
        guard let document = json.flatMap(SubscriptionDocument.init),
            let subscription = try? Subscription(document)
        else {
            posts[id] = nil
            cut.remove(id)
            if old != nil { forgotten.insert(id) }
            return
        }
        if subscription.sources == nil { index.put(subscription) }
        let wasThere = forgotten.remove(id) != nil
        active.insert(id)
        if old != nil {
            posts[id]?.subscription = subscription
            // Whoever mends a subscription need not wait.
            posts[id]?.nextTry = nil
            waiting.append(id)
        } else {
            made += 1
            posts[id] = Post(subscription, number: made)
            posts[id]?.mustKeep = wasThere
        }
    }

    /// Puts a change that a subscription waits for behind what is due, unless it was told already.
    mutating func promise(_ id: String, _ change: EntityChange, at place: DueNotification.Place) {
        promise(id, DueNotification(change, at: place), at: place)
    }

    mutating func promise(_ id: String, _ due: DueNotification, at place: DueNotification.Place) {
        switch posts[id]?.take(due, at: place) {
        case .first: begin(id)
        case .tooMany: cut.insert(id)
        case .behind, .untold, nil: break
        }
    }

    /// Notes that something is due for a subscription for which nothing was.
    mutating func begin(_ id: String) {
        active.insert(id)
        waiting.append(id)
    }

    /// Those among the active that there are.
    var activePosts: [(id: String, post: Post)] { active.compactMap { id in posts[id].map { (id, $0) } } }

    /// Lets go what is due for those whose time is over.
    mutating func dropOver(at now: Stamp) {
        for (id, post) in activePosts where post.subscription.isOver(at: now) {
            guard !post.isSending, !post.queue.isEmpty || post.tail != nil else { continue }
            posts[id]?.relayed += post.queue.compactMap(\.relayKey)
            posts[id]?.queue = []
            posts[id]?.tail = nil
            cut.remove(id)
            posts[id]?.state.place = DueNotification.Place(line: seen, index: .max)
            posts[id]?.mustKeep = true
        }
    }

    /// The subscriptions that may be sent to now, as many as there are hands.
    mutating func ready(at now: Stamp, hands: Int) -> [Turn] {
        var chosen: [Turn] = []
        while isTelling, sending < hands, !waiting.isEmpty {
            let id = waiting.removeFirst()
            guard let post = posts[id], post.isReady(at: now) else { continue }
            posts[id]?.isSending = true
            sending += 1
            chosen.append(Turn(id: id, era: era, post: post.number))
        }
        return chosen
    }

    /// Whether it is still the same that is told, and still this process that tells.
    func holds(_ turn: Turn) -> Bool { era == turn.era && posts[turn.id]?.number == turn.post }
}
