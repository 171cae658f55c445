// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

@testable import Twin

@Suite struct EntityCodeTests {
    @Test func whatIsWrittenIsReadBack() throws {
        for entity in [try Sent.entity(Sent.everything), try Sent.stamped()] {
            #expect(try EntityCode.decode(EntityCode.encode(entity)) == entity)
        }
        #expect(try EntityCode.decode(EntityCode.encode(Sent.entity(""))) == Sent.entity(""))
    }

    @Test func itIsSmall() throws {
        let entity = try Sent.entity(#""a":1"#)
        // The instance has the times of its entity.
        #expect(EntityCode.encode(entity).count < 180)
    }

    @Test(arguments: [
        "", "{}", "[]", "null", #"{"i":5,"t":[],"c":1}"#, #"{"i":"x","t":["y"]}"#,
        #"{"i":"x","t":["y"],"c":1,"a":5}"#,
        #"{"i":"x","t":["y"],"c":1,"a":[["n",{}]]}"#, #"{"i":"x","t":["y"],"c":1,"a":[["n",{"Q":1}]]}"#,
        #"{"i":"x","t":["y"],"c":1,"a":[["n",{"R":[5]}]]}"#, #"{"i":"x","t":["y"],"c":1,"a":[[5]]}"#,
    ])
    func damageIsSeen(text: String) {
        #expect(throws: TwinProblem.self) { try EntityCode.decode(Array(text.utf8)) }
        #expect(throws: TwinProblem.self) { try LoggedChange(decoding: Array(text.utf8)) }
    }

    @Test func changesLeadFromOneToTheOther() throws {
        let entity = try Sent.entity(Sent.everything)
        let update = try Sent.fragment(
            #""type":"Lamp","scope":"urn:ngsi-ld:null","expiresAt":"urn:ngsi-ld:null","price":6,"#
                + #""kind":"urn:ngsi-ld:null","speed":{"value":"urn:ngsi-ld:null","datasetId":"urn:d:1"},"#
                + #""new":{"value":1,"datasetId":"urn:d:9"}"#, .update)
        let outcome = entity.updating(update, at: Sent.later)
        let change = LoggedChange(entity, outcome)
        #expect(change.applied(to: entity) == outcome.entity)
        let read = try LoggedChange(decoding: change.encoded())
        #expect(read == change)
        #expect(read.applied(to: entity) == outcome.entity)
        #expect(read.id == entity.id)
        let whole = LoggedChange.whole(entity)
        #expect(try LoggedChange(decoding: whole.encoded()) == whole)
        #expect(whole.applied(to: nil) == entity)
        let gone = LoggedChange.deletion(id: entity.id, at: Sent.later)
        #expect(try LoggedChange(decoding: gone.encoded()) == gone)
        #expect(gone.applied(to: entity) == nil)
        #expect(change.applied(to: nil) == nil)
    }

    @Test func aReadingIsAShortEntry() throws {
        let entity = try Sent.entity(Sent.everything)
        let outcome = entity.merging(try Sent.fragment(#""speed":7"#, .merge), at: Sent.later)
        #expect(LoggedChange(entity, outcome).encoded().count < 150)
    }
}
