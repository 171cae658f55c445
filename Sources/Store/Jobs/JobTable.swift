// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The jobs of one store. Every change is made within a write of the store, so that two processes
/// never take the same one.
enum JobTable {
    /// A job that was taken, by whom, and how often it was begun.
    struct Taken: Sendable {
        let seq: Int64
        let id: RecordID
        let kind: String
        let payload: JSON
        let attempt: Int
        let holder: String
    }

    private static let open = "state IN ('waiting', 'running')"

    /// Keeps a job, unless there is one of its kind and key.
    /// - Returns: whether it was kept.
    @discardableResult
    static func add(
        _ job: Job, id: RecordID, at now: Instant, to connection: any Connection
    ) throws -> Bool {
        try connection.change(
            "INSERT INTO job (id, kind, payload, key, lane, state, not_before, attempts, done, "
                + "created_at) VALUES ($1, $2, $3, $4, $5, 'waiting', $6, 0, 0, $7) "
                + "ON CONFLICT DO NOTHING",
            [
                id.stored, .text(job.kind), job.payload.stored, job.key.map(Value.text) ?? .null,
                job.lane.map(Value.text) ?? .null, (job.notBefore ?? now).stored, now.stored,
            ]) > 0
    }

    /// Whether there is one of this kind and key, however it stands.
    static func has(_ kind: String, _ key: String, on connection: any Connection) throws -> Bool {
        try connection.value(
            "SELECT 1 FROM job WHERE kind = $1 AND key = $2", [.text(kind), .text(key)]) != nil
    }

    /// Whether any of these kinds is due.
    static func isDue(
        _ kinds: [String], at now: Instant, on connection: any Connection
    ) throws -> Bool {
        try connection.value(
            "SELECT 1 FROM job j WHERE \(due(kinds)) LIMIT 1", [now.stored] + kinds.map(Value.text)
        ) != nil
    }

    /// Takes the job that has been due for longest and is nobody's, or whose holder has let its
    /// time go by.
    static func take(
        _ kinds: [String], for holder: String, until end: Instant, at now: Instant,
        on connection: any Connection
    ) throws -> Taken? {
        let count = kinds.count + 1
        let row = try connection.rows(
            "UPDATE job SET holder = $\(count + 1), held_until = $\(count + 2), state = 'running', "
                + "attempts = attempts + 1 WHERE seq = (SELECT j.seq FROM job j WHERE \(due(kinds)) "
                + "ORDER BY j.not_before, j.seq LIMIT 1) RETURNING seq, id, kind, payload, attempts",
            [now.stored] + kinds.map(Value.text) + [.text(holder), end.stored]
        ).first
        guard let row, let seq = row[0].integer, let id = RecordID(stored: row[1]),
            let kind = row[2].text, let attempt = row[4].integer
        else { return nil }
        return Taken(
            seq: seq, id: id, kind: kind, payload: JSON(stored: row[3]) ?? .null,
            attempt: Int(attempt), holder: holder)
    }

    /// Due, nobody's, and the oldest of its lane; `$1` is now, the kinds follow.
    private static func due(_ kinds: [String]) -> String {
        let places = kinds.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
        return "j.\(open) AND j.not_before <= $1 AND (j.holder IS NULL OR j.held_until < $1) "
            + "AND j.kind IN (\(places)) AND (j.lane IS NULL OR NOT EXISTS (SELECT 1 FROM job e "
            + "WHERE e.lane = j.lane AND e.seq < j.seq AND e.\(open)))"
    }

    /// Holds it for longer; whether it is still the holder's.
    static func renew(_ job: Taken, until end: Instant, on connection: any Connection) throws -> Bool {
        try connection.change(
            "UPDATE job SET held_until = $1 WHERE \(own(2))", [end.stored] + own(job)) > 0
    }

    /// Notes how far it is.
    static func note(
        _ job: Taken, done: Int, of total: Int?, on connection: any Connection
    ) throws {
        try connection.run(
            "UPDATE job SET done = $1, total = $2 WHERE \(own(3))",
            [.integer(Int64(done)), total.map { .integer(Int64($0)) } ?? .null] + own(job))
    }

    /// What becomes of a job that was taken.
    enum Ending: Sendable {
        case done
        /// Tried again from then on.
        case failed(String, againAt: Instant)
        case dead(String)
        /// Broken off by the end of the process: as if it had not been begun.
        case givenBack
    }

    /// Ends the attempt; whether it was still the holder's to end.
    static func end(
        _ job: Taken, _ ending: Ending, at now: Instant, on connection: any Connection
    ) throws -> Bool {
        let (set, values): (String, [Value]) =
            switch ending {
            case .done: ("state = 'done', error = NULL, ended_at = $3", [now.stored])
            case .failed(let error, let again):
                ("state = 'waiting', error = $3, not_before = $4", [text(error), again.stored])
            case .dead(let error):
                ("state = 'dead', error = $3, ended_at = $4", [text(error), now.stored])
            case .givenBack: ("state = 'waiting', attempts = attempts - 1", [])
            }
        return try connection.change(
            "UPDATE job SET holder = NULL, held_until = NULL, \(set) WHERE \(own(1))",
            own(job) + values) > 0
    }

    private static func own(_ first: Int) -> String { "seq = $\(first) AND holder = $\(first + 1)" }
    private static func own(_ job: Taken) -> [Value] { [.integer(job.seq), .text(job.holder)] }
    private static func text(_ error: String) -> Value { .text(String(error.prefix(500))) }
}

extension JobTable {
    /// Has one that has ended done once more, from the beginning; whether there was one.
    static func retry(_ id: RecordID, at now: Instant, on connection: any Connection) throws -> Bool {
        try connection.change(
            "UPDATE job SET state = 'waiting', attempts = 0, not_before = $1, ended_at = NULL, "
                + "done = 0 WHERE id = $2 AND state IN ('dead', 'done')", [now.stored, id.stored]) > 0
    }

    /// Forgets a dead one for good; whether there was one.
    static func drop(_ id: RecordID, on connection: any Connection) throws -> Bool {
        try connection.change("DELETE FROM job WHERE id = $1 AND state = 'dead'", [id.stored]) > 0
    }

    /// Forgets the dead of a kind: a later one has done their work.
    static func dropDead(of kind: String, on connection: any Connection) throws {
        try connection.run("DELETE FROM job WHERE kind = $1 AND state = 'dead'", [.text(kind)])
    }

    /// Forgets those that were done before.
    static func forget(before oldest: Instant, on connection: any Connection) throws {
        try connection.run(
            "DELETE FROM job WHERE state = 'done' AND ended_at < $1", [oldest.stored])
    }
}
