// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// What becomes of one case of the demonstration: which steps, how many days after it is begun.
enum CasePlan: CaseIterable {
    case draft, lodged, invalid, open, openWithSubmissions, waiting, answered, granted, refused
    case grantedAfterInformation, withdrawn, deemedWithdrawn, appealed, overdue, toNotify

    /// One thing that somebody does.
    enum Step {
        case start, lodge, assign, validate, invalidate, submission, requestInformation
        case answer, grant, refuse, withdraw, deem, notify, appeal
    }

    /// The steps with the day on which each is done; the case was begun on day 0. Day 1 is that of
    /// lodging, so the 5 weeks end on day 35 and the 8 weeks on day 56.
    var steps: [(day: Int, step: Step)] {
        let begun: [(Int, Step)] = [(0, .start)]
        let lodged = begun + [(1, .lodge)]
        let valid = lodged + [(3, .validate)]
        let heard = valid + [(12, .submission), (20, .submission)]
        let asked = heard + [(45, .requestInformation)]
        switch self {
        case .draft: return begun
        case .lodged: return lodged
        case .invalid: return lodged + [(4, .invalidate)]
        case .open: return valid
        case .openWithSubmissions: return heard
        case .waiting: return asked
        case .answered: return asked + [(80, .answer)]
        case .granted: return heard + [(50, .grant), (51, .notify)]
        case .refused: return heard + [(52, .refuse), (53, .notify)]
        case .grantedAfterInformation:
            return asked + [(90, .answer), (112, .grant), (113, .notify)]
        case .withdrawn: return valid + [(30, .withdraw)]
        case .deemedWithdrawn: return asked + [(250, .deem)]
        case .appealed: return heard + [(53, .refuse), (54, .notify), (70, .appeal)]
        case .overdue: return heard
        case .toNotify: return heard + [(51, .grant)]
        }
    }

    /// How many days ago it was begun, so that it now stands where the plan ends.
    var age: ClosedRange<Int> {
        switch self {
        case .draft: 1...12
        case .lodged: 2...6
        case .invalid: 20...200
        case .open: 5...18
        case .openWithSubmissions: 23...34
        case .waiting: 50...150
        case .answered: 82...100
        case .granted, .refused: 60...380
        case .grantedAfterInformation: 120...380
        case .withdrawn: 40...300
        case .deemedWithdrawn: 260...380
        case .appealed: 80...380
        case .overdue: 72...84
        case .toNotify: 52...53
        }
    }

    /// How often it happens, among a hundred and some.
    var weight: Int {
        switch self {
        case .granted: 26
        case .refused, .openWithSubmissions, .open: 9
        case .grantedAfterInformation: 12
        case .lodged, .waiting: 7
        case .answered, .withdrawn, .invalid: 5
        case .draft, .appealed, .toNotify: 3
        case .deemedWithdrawn, .overdue: 2
        }
    }
}
