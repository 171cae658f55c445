// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// One act, sent once or more under its own key, and what is known of it.
final class Act {
    enum Standing: String {
        /// Nobody knows whether it was done.
        case unknown
        /// It was acknowledged.
        case done
        /// It was said that it was not done.
        case refused
    }

    let number: Int
    let tenant: String
    let call: ActionCall
    let said: Town.Said
    /// Whether it can never be done, whatever happened before.
    let isWrong: Bool
    var standing = Standing.unknown
    /// What it was answered when it was first acknowledged.
    var answer: (entry: Int, record: RecordID)?
    /// When it was sent.
    var moments: Set<Instant> = []

    init(_ number: Int, in tenant: String, call: ActionCall, said: Town.Said, isWrong: Bool) {
        self.number = number
        self.tenant = tenant
        self.call = call
        self.said = said
        self.isWrong = isWrong
    }

    var mark: String { said.mark }
    var name: String { call.action.name }

    /// Notes what came of sending it; what is wrong with that, if anything is.
    func take(_ result: Result<Outcome, any Error>) -> String? {
        switch result {
        case .success(let outcome):
            let new = (entry: outcome.entry, record: outcome.row.id)
            if isWrong { return "\(self): was done though it is wrong" }
            if let answer, answer != new || !outcome.isRepeat {
                return "\(self): was \(answer), and is \(new) when it is repeated"
            }
            if standing == .refused, outcome.isRepeat {
                return "\(self): had been refused, and was done all the same"
            }
            (standing, answer) = (.done, new)
        case .failure(let error) where error is Problems || error is Refusal:
            if case Refusal.outOfService = error { return nil }
            if standing == .done { return "\(self): was done, and is refused when it is repeated: \(error)" }
            // An act nobody knows of may be refused because it was done after all.
            if standing == .unknown, moments.count <= 1 { standing = .refused }
        case .failure:
            if standing == .refused { standing = .unknown }
        }
        return nil
    }
}

extension Act: CustomStringConvertible {
    var description: String { "\(name) \(mark) in \(tenant)" }
}
