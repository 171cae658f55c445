// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Testing

@Suite struct ODPReaderTests {
    @Test func anApplicationIsReadInOurTerms() throws {
        let sent = try ODPFixtures.read(ODPFixtures.application)
        #expect(sent.form == .application)
        #expect(sent.key == ODPKey(
            type: "pp.full.householder", organisation: "MLF",
            id: "11111111-1111-4111-8111-111111111111"))
        #expect(sent.schemaVersion == "v0.7.7")
        #expect(sent.clock == .householder)
        #expect(sent.state == .submitted)
        #expect(sent.dates.submittedOn?.description == "2024-02-18")
        #expect(sent.applicant?.name == "Dr Wilma Oakes")
        #expect(sent.agent?.company == "Plans & Sons")
        #expect(sent.description == "A porch.")
        #expect(sent.projectTypes.map(\.value) == ["extend.front"])
        #expect(sent.dates.worksStartOn?.description == "2024-06-01")
        #expect(sent.fee?.payablePence == 12950)
        #expect(sent.fee?.reductions == ["sports"])
        #expect(sent.fee?.references == ["govPay": "pay-1"])
        #expect(sent.documents.map(\.name) == ["my plan.pdf"])
        #expect(sent.answers.map(\.section) == ["About you"])
        #expect(sent.notes.isEmpty)
        #expect(sent.unused.isEmpty)
    }

    @Test func theSiteIsRead() throws {
        let site = try ODPFixtures.read(ODPFixtures.application).site
        #expect(site.address == "4, WEIR LANE, MILLFORD, ZZ4")
        #expect(site.uprn == "000012345678")
        #expect(site.longitude == -0.5)
        #expect(site.northing == 250000.5)
        #expect(site.areaSquareMetres == 100)
        #expect(site.boundary != nil)
        #expect(site.districts == ["Millford"])
        #expect(site.constraints.map(\.applies) == [true, false])
        #expect(site.constraints.first?.entities.first?.source == "Planning Data")
    }

    @Test func factsWithoutAFieldKeepTheirDigits() throws {
        let sent = try ODPFixtures.read(ODPFixtures.application)
        #expect(sent.details.map(\.name) == ["proposal.extend.area.squareMetres"])
        #expect(sent.details.map(\.value) == ["4.2"])
    }

    @Test func theFormWithTermsAndTheKindInsideIsTheSame() throws {
        let older = ODPFixtures.application
            .with("applicationType", nil)
            .with("data.application.type", [
                "value": "pp.full.householder", "description": "Householder",
            ])
            .with("data.property.type", [
                "value": "residential.house.terrace", "description": "Terrace",
            ])
            .with("data.proposal.projectType", [["value": "extend.front", "description": "Front"]])
        let sent = try ODPFixtures.read(older)
        #expect(sent.key.type == "pp.full.householder")
        #expect(sent.typeDescription == "Householder")
        #expect(sent.site.propertyType == ODPTerm(
            "residential.house.terrace", description: "Terrace"))
        #expect(sent.unused.isEmpty)
    }

    @Test func aPublishedCaseIsRead() throws {
        let sent = try ODPFixtures.read(ODPFixtures.published)
        #expect(sent.form == .publishedCase)
        #expect(sent.key.id == "22222222-2222-4222-8222-222222222222")
        #expect(sent.submissionKey?.id == "11111111-1111-4111-8111-111111111111")
        #expect(sent.state == .consultation)
        #expect(sent.reference == "24/0001/HH")
        #expect(sent.dates.validatedOn?.description == "2024-02-19")
        #expect(sent.dates.consultationEndsOn?.description == "2024-03-11")
        #expect(sent.hasSiteNotice == true)
        #expect(sent.commentsUntilDecision == false)
        #expect(sent.officer == "Casey Clerk")
        #expect(sent.comments.map(\.id) == ["1", "2"])
        #expect(sent.commentSummary?.bySentiment == ["objection": 1, "neutral": 1])
        #expect(sent.consultees.map(\.organisation) == ["River Board"])
        #expect(sent.site.uprn == "000012345678")
        #expect(sent.documents.count == 1, "the submission names the same file again")
        #expect(sent.documents.first?.name == "plan.pdf")
        #expect(sent.unused.isEmpty)
    }

    @Test func aDecisionIsRead() throws {
        let decision = try ODPFixtures.read(ODPFixtures.determined).decision
        #expect(decision?.outcome == .granted)
        #expect(decision?.by == .officer)
        #expect(decision?.decidedOn?.description == "2024-03-21")
        #expect(decision?.expiresOn?.description == "2024-04-14")
        #expect(decision?.noticeAddress == "https://notices.example/1")
    }

    @Test func theDraftsOfTheFormatAreReadToo() throws {
        let draft = ODPFixtures.published
            .with("data.localPlanningAuthority", ["commentsAcceptedUntilDecision": true])
            .with("comments.specialist.comments", [
                [
                    "id": 1, "sentiment": "approved", "comment": "lala",
                    "author": [
                        "name": ["singleLine": "Jo"], "organisation": "Heritage",
                        "specialism": "Stone", "jobTitle": "Mason",
                    ],
                    "consultedAt": "2025-01-27T12:50:49+0000",
                    "responses": [
                        [
                            "id": 1, "sentiment": "approved", "comment": "lala",
                            "metadata": ["validAt": "2025-01-27T12:50:49+0000"],
                        ]
                    ],
                    "metadata": ["submittedAt": "2025-01-27T12:50:49+0000"],
                ]
            ])
        let sent = try ODPFixtures.read(draft)
        let consultee = try #require(sent.consultees.first)
        #expect(consultee.organisation == "Heritage (Stone)")
        #expect(consultee.firstConsultedAt?.description == "2025-01-27T12:50:49.000Z")
        #expect(consultee.comments.count == 1)
        #expect(consultee.comments.first?.validatedAt != nil)
        #expect(sent.commentsUntilDecision == true)
        #expect(sent.unused.isEmpty)
    }

    @Test(arguments: [
        "listed", "advertConsent", "wtt.consent", "hedgerowRemovalNotice", "landDrainageConsent",
        "approval.reservedMatters", "amendment.nonMaterial", "complianceConfirmation",
        "pp.outline.major.some", "preApp", "onshoreExtractionOilAndGas.pp.waste", "quite-new.2030",
    ])
    func aKindThePackDoesNotKnowIsTakenWithoutAClock(type: String) throws {
        let sent = try ODPFixtures.read(
            ODPFixtures.application.with("applicationType", .string(type)))
        #expect(sent.key.type == type)
        #expect(sent.clock == nil)
    }

    @Test func aReportOfABreachIsForOfficers() throws {
        let report: JSON = [
            "data": [
                "application": ["type": ["value": "breach", "description": "Report a breach"]],
                "complainant": [
                    "name": ["first": "Tell", "last": "Tale"], "email": "tell@tale.example",
                    "phone": ["primary": "1"], "address": ["line1": "2 Side"],
                ],
                "property": ["address": ["singleLine": "3 Weir Lane"]],
                "report": [
                    "description": "A shed in front", "date": ["start": "2024-01-01"],
                    "projectType": [["value": "shed"]],
                    "boundary": ["site": ODPFixtures.square, "area": ["squareMetres": 5]],
                ],
            ],
            "metadata": ["organisation": "MLF", "id": "b1", "submittedAt": "2024-02-01"],
        ]
        let sent = try ODPFixtures.read(report)
        #expect(sent.form == .breachReport)
        #expect(sent.audience == .officers)
        #expect(sent.isPublic == false)
        #expect(sent.description == "A shed in front")
        #expect(sent.site.boundary != nil)
        #expect(sent.applicant == nil)
        #expect(sent.contacts.first(.complainant)?.name == "Tell Tale")
        #expect(sent.unused.isEmpty)
    }

    @Test func momentsBecomeDaysInTheAuthoritysZone() throws {
        let summer = ODPFixtures.application.with("metadata.submittedAt", "2024-07-01T23:30:00Z")
        #expect(try ODPFixtures.read(summer).dates.submittedOn?.description == "2024-07-02")
        let local = ODPFixtures.application.with("metadata.submittedAt", "2024-07-01 23:30")
        #expect(try ODPFixtures.read(local).dates.submittedAt?.description
            == "2024-07-01T22:30:00.000Z")
    }

    @Test func listsAndAnswersOfTheInterfaceHoldManyCases() {
        let second = ODPFixtures.published.with("metadata.id", nil)
        let list: JSON = [ODPFixtures.application, second, 7]
        let enveloped: JSON = ["data": list, "pagination": [:]]
        for (file, base) in [(list, ""), (enveloped, "/data")] {
            let answers = ODPFixtures.reader.read(file: file)
            #expect(answers.count == 3)
            #expect((try? answers[0].get()) != nil)
            guard case .failure(let missing) = answers[1], case .failure(let number) = answers[2]
            else {
                Issue.record("taken")
                continue
            }
            #expect(missing.pointer == base + "/1")
            #expect(missing.problems == [ODPProblem(.missingID, at: base + "/1/metadata/id")])
            #expect(number.problems.map(\.code) == [.notAnObject])
        }
        let alone = ODPFixtures.reader.read(file: ["data": ODPFixtures.published])
        #expect(alone.count == 1)
        #expect((try? alone[0].get()) != nil)
    }
}
