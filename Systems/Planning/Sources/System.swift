// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension System {
    /// Planning: applications for permission, from lodgement to decision and after.
    public static let planning = System(
        "planning",
        records: [
            Application.self, Submission.self, Consultation.self, ConsulteeRequest.self,
            Beside.self,
        ],
        actions: PlanningActions.all, published: [.application, .submission],
        letters: PlanningActions.letters)
}
