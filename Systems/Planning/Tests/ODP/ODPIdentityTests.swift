// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Testing

@Suite struct ODPIdentityTests {
    @Test func allThatIsMissingIsSaidAtOnce() {
        #expect(ODPFixtures.refusal(["metadata": [:], "data": [:]])
            == [.missingID, .missingOrganisation, .missingType])
        #expect(ODPFixtures.refusal(
            ODPFixtures.application.with("metadata.id", "  ").with("metadata.organisation", nil))
            == [.missingID, .missingOrganisation])
    }

    @Test func otherThingsAreNotCases() {
        #expect(ODPFixtures.refusal([:]) == [.notODP])
        #expect(ODPFixtures.refusal(["type": "FeatureCollection", "features": []]) == [.notODP])
        #expect(ODPFixtures.refusal("text") == [.notAnObject])
        #expect(ODPFixtures.reader.read(file: []).count == 1)
    }

    @Test(arguments: [
        ("metadata.id", "true", ODPProblem.Code.strangeID),
        ("metadata.id", #""two\nlines""#, .strangeID),
        ("metadata.organisation", #"["MLF"]"#, .strangeOrganisation),
        ("applicationType", #""drop table""#, .strangeType),
        ("applicationType", #""<b>""#, .strangeType),
        ("applicationType", #"{"value": 3.5}"#, .strangeType),
    ])
    func whatNoCaseCanBeKnownByIsRefused(
        path: String, value: String, code: ODPProblem.Code
    ) throws {
        let sent = ODPFixtures.application.with(path, try JSON(parsing: value))
        #expect(ODPFixtures.refusal(sent) == [code])
        let long = JSON.string(String(repeating: "x", count: 300))
        #expect(ODPFixtures.refusal(ODPFixtures.application.with(path, long)) == [code])
    }

    @Test func capitalsDoNotMakeAnotherCase() throws {
        let sent = try ODPFixtures.read(ODPFixtures.application
            .with("metadata.organisation", "mlf")
            .with("metadata.id", "ABCDEF00-1111-4111-8111-111111111111"))
        #expect(sent.key.organisation == "MLF")
        #expect(sent.key.id == "abcdef00-1111-4111-8111-111111111111")
        #expect(try ODPFixtures.read(
            ODPFixtures.application.with("metadata.id", "ABC-123-XYZ")).key.id == "ABC-123-XYZ")
        #expect(try ODPFixtures.read(
            ODPFixtures.application.with("metadata.id", 12)).key.id == "12")
    }

    @Test func theKindMayStandWithinTheSubmissionOnly() throws {
        let sent = try ODPFixtures.read(ODPFixtures.published.with("applicationType", nil))
        #expect(sent.key.type == "pp.full.householder")
    }

    @Test func aSubmissionOfAnotherKindOrPlaceIsNoted() throws {
        let sent = try ODPFixtures.read(ODPFixtures.published
            .with("submission.applicationType", "pp.full.minor")
            .with("submission.metadata.organisation", "XYZ"))
        #expect(sent.notes.map(\.code) == [.typesDiffer, .organisationsDiffer])
        #expect(sent.key.type == "pp.full.householder")
        #expect(sent.submissionKey?.organisation == "XYZ")
    }
}
