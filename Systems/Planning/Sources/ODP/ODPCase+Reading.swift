// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Reading of a case whose key is known. Nothing here refuses: what cannot be read is left
/// unused, and reported so.
extension ODPCase {
    init(form: ODPForm, key: ODPKey, submission: ODPKey?, root: ODPCursor, json: JSON) {
        self.form = form
        self.key = key
        submissionKey = submission
        self.json = json
        pointer = root.pointer
        clock = ODPClockKind.find(key.type)
        audience = ODPAudience(type: key.type, form: form)
        state = .submitted
        let inner = root["submission"]
        let application = form == .publishedCase && inner.isObject ? inner : root
        readMetadata(root, application)
        readApplication(application)
        if form == .publishedCase {
            readProcess(root["data"])
            readComments(root["comments"])
            if application.place !== root.place { add(root["files"], "application") }
        } else {
            dates.submittedOn = dates.submittedAt.map { root.reading.zone.day(at: $0) }
        }
        let published = root["data"]["application"]["publishedAt"]
        dates.publishedAt = (form == .publishedCase ? published.pastInstant() : nil)
            ?? root["metadata"]["publishedAt"].pastInstant()
        state = ODPState(of: self, root: root)
        notes = root.reading.notes
        unused = root.reading.unused(in: json)
    }

    private mutating func readMetadata(_ root: ODPCursor, _ application: ODPCursor) {
        let metadata = root["metadata"]
        schema = metadata["schema"].text()
        schemaVersion = ODPSchema.version(schema)
        source = metadata["source"].text() ?? application["metadata"]["source"].text()
        portal = application["metadata"]["service"]["url"].text()
        dates.generatedAt = metadata["generatedAt"].instant()
        root.reading.noteWritten(dates.generatedAt)
        takeSubmission(metadata["submittedAt"])
        if let schema, !ODPSchema.isKnown(schema) {
            metadata["schema"].note(.unknownSchema, ["value": String(schema.prefix(120))])
        }
        guard application.place !== root.place else { return }
        let inner = application["metadata"]
        submissionSchema = inner["schema"].text()
        takeSubmission(inner["submittedAt"])
    }

    /// The first moment of submission that is read is that of the case.
    private mutating func takeSubmission(_ at: ODPCursor) {
        guard let moment = at.pastInstant() else { return }
        dates.submittedAt = dates.submittedAt ?? moment
        dates.submittedAtAll.append(moment)
    }

    /// The application: the whole of a portal's file, or `submission` within a published case.
    private mutating func readApplication(_ at: ODPCursor) {
        let data = at["data"]
        let application = data["application"]
        typeDescription = application["type"]["description"].text()
        fee = ODPFee(application["fee"])
        isDeclaredAccurate = application["declaration"]["accurate"].flag()
        connection = ODPTerm(application["declaration"]["connection"])
        for name in ["harmful", "sensitive"] {
            sensitivity[name] = application["information"][name]["applicable"].flag()
        }
        readReferences(application)
        let report = data["report"]
        let proposal = data[report.isObject ? "report" : "proposal"]
        description = proposal["description"].answer()
        projectTypes = ODPTerm.list(proposal["projectType"])
        dates.worksStartOn = proposal["date"]["start"].day()
        dates.worksEndOn = proposal["date"]["completion"].day() ?? proposal["date"]["end"].day()
        site = ODPSite(data)
        details = ODPDetail.list(data)
        applicant = ODPParty(data["applicant"])
        agent = ODPParty(data["applicant"]["agent"])
        submittedBy = data["user"]["role"].text()
        contacts = ODPContacts(data)
        answers = at["responses"].elements.compactMap(ODPAnswer.init)
        for part in [at["preAssessment"], at["result"]] { assessments += ODPTerm.list(part) }
        add(at["files"], "application")
        add(application["files"], "application")
    }

    private mutating func readReferences(_ application: ODPCursor) {
        let linked: [(String, ODPReference.Kind)] = [
            ("preApp", .advice), ("planningApp", .permission),
        ]
        for (name, kind) in linked {
            let at = application[name]
            let all = at.isArray ? at.elements : [at]
            references += all.compactMap { ODPReference(kind, $0) }
        }
    }

    /// A published case names most files twice; the entry that knows more is the later one.
    private mutating func add(_ files: ODPCursor, _ association: String) {
        for document in files.elements.compactMap({ ODPDocument($0, association: association) }) {
            let address = document.address ?? ""
            if !address.isEmpty, let same = files.reading.documentPlaces[address] {
                documents[same] = document.completed(by: documents[same])
            } else {
                files.reading.documentPlaces[address] = documents.count
                documents.append(document)
            }
        }
    }
}

/// What happened to the application since.
extension ODPCase {
    private mutating func readProcess(_ data: ODPCursor) {
        let zone = data.reading.zone
        let application = data["application"]
        reference = application["reference"].label()
        if let reference { references.insert(ODPReference(.authority, reference), at: 0) }
        if let submissionKey { references.append(ODPReference(.submission, submissionKey.id)) }
        stage = application["stage"].text()
        status = application["status"].text()
        // The process knows best when it was sent: a posted application was sent before it
        // reached any system.
        if let moment = data["submission"]["submittedAt"].pastInstant() {
            dates.submittedAt = moment
            dates.submittedAtAll.append(moment)
        }
        let submittedOn = dates.submittedAt.map { zone.day(at: $0) }
        dates.submittedOn = submittedOn
        dates.withdrawnOn = application["withdrawnAt"].pastDay(since: submittedOn)
        withdrawnReason = application["withdrawnReason"].text()
        let validation = data["validation"]
        dates.receivedOn = validation["receivedAt"].pastDay()
        isValid = validation["isValid"].flag()
        let checkedOn = validation["validatedAt"].pastDay(since: submittedOn)
        if isValid == false { dates.returnedOn = checkedOn } else { dates.validatedOn = checkedOn }
        let consultation = data["consultation"]
        dates.consultationStartsOn = consultation["startDate"].day()
        dates.consultationEndsOn = consultation["endDate"].day(since: dates.consultationStartsOn)
        hasSiteNotice = consultation["siteNotice"].flag()
        decision = ODPDecision(data["assessment"], since: dates.receivedOn ?? submittedOn)
        appeal = ODPAppeal(data["appeal"])
        add(application["files"], "application")
        add(data["appeal"]["files"], "appeal")
        officer = data["caseOfficer"]["name"].text()
        let authority = data["localPlanningAuthority"]
        commentsUntilDecision = authority["publicCommentsAcceptedUntilDecision"].flag()
            ?? authority["commentsAcceptedUntilDecision"].flag()
    }

    private mutating func readComments(_ at: ODPCursor) {
        let open = at["public"], asked = at["specialist"]
        commentSummary = ODPCommentSummary(open["summary"])
        consulteeSummary = ODPCommentSummary(asked["summary"])
        for (place, sent) in open["comments"].elements.enumerated() {
            guard let comment = ODPComment(sent, place: place) else { continue }
            comments.append(comment)
            contacts.add(.commenter(comment.id), sent["author"])
            add(sent["files"], "publicComment")
        }
        for (place, sent) in asked["comments"].elements.enumerated() {
            guard let consultee = ODPConsultee(sent, place: place) else { continue }
            consultees.append(consultee)
            contacts.add(.consultee(consultee.id), sent)
            for answer in sent["comments"].elements { add(answer["files"], "specialistComment") }
        }
    }
}
