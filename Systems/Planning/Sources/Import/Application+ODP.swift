// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

extension Application {
    /// What a case in the Open Digital Planning format says, in the fields of an application. What
    /// it does not say is left empty.
    init(_ sent: ODPCase) {
        self.init()
        type = sent.key.type
        proposal = sent.description
        address = sent.site.address.map { Self.line($0, 500) }
        site = sent.site.boundary ?? Self.point(sent.site)
        siteArea = sent.site.areaSquareMetres.flatMap(Self.hectares)
        legalInterest = sent.contacts.ownership?.interest.flatMap(Self.interest)
        fileNumber = sent.reference.map { Self.line($0, 60) }
        hasEnvironmentalReport = sent.hasEnvironmentalStatement ? true : nil
        officersOnly = sent.audience == .officers ? true : nil
        takePeople(sent)
        takeFee(sent.fee)
        takeDates(sent)
    }

    /// The register names who applies and for whom they act; how to reach them is kept apart.
    private mutating func takePeople(_ sent: ODPCase) {
        applicantName = Self.name(sent.applicant)
        agentName = Self.name(sent.agent)
        if let contact = sent.contacts.first(.applicant) {
            let lines = contact.livesAtSite ? [sent.site.address].compactMap { $0 } : []
            let written = (contact.address.isEmpty ? lines : contact.address)
                .joined(separator: ", ")
            applicantAddress = written.isEmpty ? nil : Self.line(written, 500)
            applicantEmail = contact.email.map { Self.line($0, 254) }
            applicantPhone = contact.phone.map { Self.line($0, 40) }
        }
        if let contact = sent.contacts.first(.agent) {
            agentEmail = contact.email.map { Self.line($0, 254) }
            agentPhone = contact.phone.map { Self.line($0, 40) }
        }
    }

    /// A fee that has a reference was paid; one without is only owed.
    private mutating func takeFee(_ fee: ODPFee?) {
        guard let fee else { return }
        feeDue = fee.payablePence ?? fee.calculatedPence
        guard !fee.references.isEmpty else { return }
        feePaid = fee.payablePence
        let references = fee.references.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        feeReference = Self.line(references.joined(separator: ", "), 100)
    }

    private mutating func takeDates(_ sent: ODPCase) {
        lodgedOn = sent.dates.submittedOn
        receivedOn = sent.dates.receivedOn
        validOn = sent.dates.validatedOn
        invalidOn = sent.state == .returned ? sent.dates.returnedOn : nil
        consultationOn = sent.dates.consultationStartsOn
        consultationUntil = sent.dates.consultationEndsOn
        commentsUntilDecision = sent.commentsUntilDecision
        withdrawnOn = sent.dates.withdrawnOn
        withdrawalReason = sent.withdrawnReason
        appealedOn = sent.appeal?.lodgedOn
        guard let outcome = sent.decision?.outcome else { return }
        decidedOn = sent.decision?.decidedOn
        decision =
            switch outcome {
            case .granted: sent.decision?.priorApprovalRequired == false ? .notRequired : .granted
            case .refused: .refused
            }
    }

    /// The state of a case that stands so elsewhere. What was decided on appeal is not the
    /// authority's own decision, which stays.
    static func state(_ state: ODPState, decision: Decision?) -> State {
        switch state {
        case .submitted: .lodged
        case .returned: .invalid
        case .valid, .consultation, .assessment, .committee: .valid
        case .withdrawn: .withdrawn
        case .determined, .appealLodged, .appealValid, .appealStarted, .appealDetermined,
            .appealWithdrawn, .highCourt:
            switch decision {
            case .granted: .granted
            case .refused: .refused
            default: .decided
            }
        }
    }

    /// One line of at most so many characters.
    static func line(_ text: String, _ max: Int) -> String {
        let line = text.contains(where: \.isNewline)
            ? text.split(whereSeparator: \.isNewline).joined(separator: ", ") : text
        return String(line.prefix(max))
    }

    private static func name(_ party: ODPParty?) -> String? {
        let names = [party?.name, party?.company].compactMap { $0 }
        return names.isEmpty ? nil : line(names.joined(separator: ", "), 200)
    }

    private static func point(_ site: ODPSite) -> Geometry? {
        guard let longitude = site.longitude, let latitude = site.latitude else { return nil }
        return .point(Point(longitude: longitude, latitude: latitude))
    }

    private static func hectares(_ squareMetres: Double) -> Decimal? {
        guard var metres = Decimal(string: "\(squareMetres)") else { return nil }
        metres /= 10_000
        var rounded = Decimal()
        NSDecimalRound(&rounded, &metres, 6, .plain)
        return rounded
    }

    private static func interest(_ word: String) -> LegalInterest? {
        if word == "owner" || word.hasPrefix("owner.") { return .owner }
        return ["tenant": .occupier, "occupier": .occupier, "other": .other][word]
    }
}
