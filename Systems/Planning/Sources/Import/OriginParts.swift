// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The parts of a case in the Open Digital Planning format that no field of an application holds,
/// as officers see them. Whatever the reader takes from a file stands in a field, in a submission
/// or here.
struct OriginParts {
    let sent: ODPCase

    init(_ sent: ODPCase) { self.sent = sent }

    /// The parts by name; an empty one says nothing.
    var members: JSONObject {
        [
            "form": .string(sent.form.rawValue), "schema": .optional(sent.schema),
            "version": .optional(sent.schemaVersion), "source": .optional(sent.source),
            "portal": .optional(sent.portal), "kind": .optional(sent.typeDescription),
            "stage": .optional(sent.stage), "status": .optional(sent.status),
            "officer": .optional(sent.officer), "submitted_by": .optional(sent.submittedBy),
            "submission_schema": .optional(sent.submissionSchema),
            "documents": .array(documents), "references": .array(sent.references.map(reference)),
            "assessment": assessment, "appeal": appeal, "course": course,
            "comments": summary(sent.commentSummary),
            "consultee_comments": summary(sent.consulteeSummary), "said": .array(said),
            "consultees": .array(sent.consultees.map(consultee)),
            "project_types": .array(sent.projectTypes.map(term)),
            "constraints": .array(sent.site.constraints.map(constraint)),
            "place": place, "people": .array(sent.contacts.people.map(person)),
            "ownership": ownership, "declarations": declarations, "fee": fee,
            "answers": .array(sent.answers.map(answer)),
            "conclusions": .array(sent.assessments.map(term)),
            "details": .array(
                sent.details.map { ["name": .string($0.name), "value": .string($0.value)] }),
        ]
    }

    private var documents: [JSON] {
        var all = sent.documents.map { document -> JSON in
            [
                "name": .string(document.name), "types": .array(document.types.map(term)),
                "association": .optional(document.association),
                "description": .optional(document.description), "url": .optional(document.address),
                "public_url": .optional(document.publicAddress),
                "superseded": .bool(document.isSuperseded), "more": more(document),
            ]
        }
        if let address = sent.decision?.noticeAddress {
            let type: JSON = ["value": "decisionNotice", "description": .null]
            all.append([
                "name": "decision notice", "types": [type], "association": "decision",
                "description": .null, "url": .string(address),
                "public_url": sent.isPublic ? .string(address) : .null, "superseded": false,
            ])
        }
        return all
    }

    private var assessment: JSON {
        guard let decision = sent.decision else { return .null }
        return [
            "expires_on": .day(decision.expiresOn), "by": .optional(decision.by?.rawValue),
            "recommendation": .optional(decision.recommendation?.rawValue),
            "committee_on": .day(decision.committeeSentOn),
            "prior_approval_required": decision.priorApprovalRequired.map(JSON.bool) ?? .null,
            "decided_on": .day(decision.decidedOn),
            "officer": .optional(decision.officer?.rawValue),
            "officer_on": .day(decision.officerOn),
        ]
    }

    private var appeal: JSON {
        guard let appeal = sent.appeal else { return .null }
        return [
            "lodged_on": .day(appeal.lodgedOn), "valid_on": .day(appeal.validatedOn),
            "started_on": .day(appeal.startedOn), "decided_on": .day(appeal.decidedOn),
            "outcome": .optional(appeal.outcome?.rawValue),
            "withdrawn_on": .day(appeal.withdrawnOn),
            "reason": .optional(appeal.reason),
            "withdrawal_reason": .optional(appeal.withdrawnReason),
        ]
    }

    private func reference(_ reference: ODPReference) -> JSON {
        [
            "kind": .string(reference.kind.rawValue), "text": .string(reference.text),
            "on": .day(reference.on), "authority": .optional(reference.authority),
            "officer": .optional(reference.officer), "summary": .optional(reference.summary),
        ]
    }

    func term(_ term: ODPTerm) -> JSON {
        ["value": .string(term.value), "description": .optional(term.description)]
    }
}
