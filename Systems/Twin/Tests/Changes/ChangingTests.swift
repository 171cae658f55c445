// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

@testable import Twin

@Suite struct ChangingTests {
    private func a(_ entity: Entity) -> Instance? { entity[Sent.name("a")]?.standard }

    @Test func appendingReplacesAndAdds() throws {
        let entity = try Sent.entity(#""a":{"value":1,"unitCode":"X","s":{"value":1}},"scope":"/A""#)
        let fragment = try Sent.fragment(
            #""type":["Lamp","Bin"],"scope":"/B","a":{"value":2,"s":{"value":2}},"#
                + #""b":[{"value":1},{"value":2,"datasetId":"urn:d:1"}]"#, .whole)
        let outcome = entity.appending(fragment, at: Sent.later)
        #expect(outcome.updated == ["type", "scope", Sent.name("a"), Sent.name("b")])
        #expect(outcome.notUpdated.isEmpty)
        #expect(outcome.entity.types == [Sent.name("Bin"), Sent.name("Lamp")])
        #expect(outcome.entity.scope == ["/B"])
        #expect(outcome.entity.modifiedAt == Sent.later)
        #expect(outcome.entity.createdAt == Sent.now)
        let new = a(outcome.entity)
        #expect(new?.value == .property(2))
        #expect(new?.unitCode == nil)
        #expect(new?.createdAt == Sent.now)
        #expect(new?.modifiedAt == Sent.later)
        #expect(new?[Sent.name("s")]?.standard?.createdAt == Sent.now)
        #expect(outcome.changes.map(\.kind) == [.updated, .created, .created])
        #expect(outcome.changes[0].previous == a(entity))
    }

    @Test func appendingWithoutOverwriting() throws {
        let entity = try Sent.entity(#""a":1,"scope":"/A""#)
        let fragment = try Sent.fragment(
            #""scope":["/A","/B"],"a":[{"value":2},{"value":3,"datasetId":"urn:d:1"}],"b":1"#, .whole)
        let outcome = entity.appending(fragment, overwrites: false, at: Sent.later)
        #expect(outcome.notUpdated.map(\.name) == [Sent.name("a")])
        #expect(outcome.updated == ["scope", Sent.name("a"), Sent.name("b")])
        #expect(outcome.entity.scope == ["/A", "/B"])
        #expect(outcome.entity[Sent.name("a")]?.instances.map(\.value) == [.property(1), .property(3)])
        let again = try Sent.fragment(#""a":2"#, .whole)
        let nothing = entity.appending(again, overwrites: false, at: Sent.later)
        #expect(!nothing.isChanged)
        #expect(nothing.entity == entity)
    }

    @Test func updating() throws {
        let entity = try Sent.entity(#""a":[{"value":1},{"value":2,"datasetId":"urn:d:1"}],"b":1"#)
        let fragment = try Sent.fragment(
            #""scope":"/B","a":{"value":5,"datasetId":"urn:d:1"},"b":"urn:ngsi-ld:null","c":1,"#
                + #""d":"urn:ngsi-ld:null""#, .update)
        let outcome = entity.updating(fragment, at: Sent.later)
        #expect(outcome.updated == [Sent.name("a"), Sent.name("b"), Sent.name("c")])
        // A scope where there is none is passed over.
        #expect(outcome.notUpdated.map(\.name) == [Sent.name("d")] && outcome.entity.scope.isEmpty)
        #expect(outcome.changes.map(\.kind) == [.updated, .deleted, .created])
        #expect(outcome.entity[Sent.name("b")] == nil)
        #expect(outcome.entity[Sent.name("a")]?.instances.map(\.value) == [.property(1), .property(5)])
        let strict = entity.updating(fragment, appends: false, at: Sent.later)
        #expect(strict.notUpdated.map(\.name) == [Sent.name("c"), Sent.name("d")])
    }

    private func part(_ members: String) throws -> InstancePatch {
        let reading = EntityReading(naming: PlainNaming(), purpose: .part)
        return try reading.attribute("a", .object(try Sent.object("{\(members)}")), .body).instances[0]
    }

    @Test func updatingAPart() throws {
        let entity = try Sent.entity(
            #""a":{"value":{"x":1,"y":2},"unitCode":"CEL","observedAt":"2022-03-14T01:59:26Z","s":1,"t":2}"#)
        let patch = try part(
            #""value":{"x":5},"observedAt":"2026-01-01T00:00:00Z","s":{"value":"urn:ngsi-ld:null"},"u":3"#)
        let outcome = try entity.updatingPart(of: Sent.name("a"), patch, at: Sent.later)
        let new = try #require(a(outcome.entity))
        #expect(new.value == .property(["x": 5]))
        #expect(new.unitCode == "CEL")
        #expect(new.observedAt?.description == "2026-01-01T00:00:00Z")
        #expect(new.attributes.map(\.name) == [Sent.name("t"), Sent.name("u")])
        #expect(new.modifiedAt == Sent.later)
        let unit = try part(#""unitCode":"urn:ngsi-ld:null""#)
        let only = try entity.updatingPart(of: Sent.name("a"), unit, at: Sent.later)
        #expect(a(only.entity)?.unitCode == nil)
        #expect(a(only.entity)?.value == a(entity)?.value)
    }

    @Test func aPartIsOfWhatIsThereAndOfItsKind() throws {
        let entity = try Sent.entity(#""a":1"#)
        func kind(_ name: String, _ members: String) -> TwinProblem.Kind? {
            do {
                _ = try entity.updatingPart(of: Sent.name(name), part(members), at: Sent.later)
                return nil
            } catch { return (error as? TwinProblem)?.kind }
        }
        #expect(kind("b", #""value":1"#) == .resourceNotFound)
        #expect(kind("a", #""value":1,"datasetId":"urn:d:1""#) == .resourceNotFound)
        #expect(kind("a", #""type":"Relationship","object":"urn:x:1""#) == .badRequestData)
        #expect(kind("a", #""object":"urn:x:1""#) == .badRequestData)
        #expect(kind("a", #""value":"urn:ngsi-ld:null""#) == .badRequestData)
        #expect(kind("a", #""value":{"type":"Point","coordinates":[1,1]}"#) == nil)
        #expect(kind("a", #""type":"Property","unitCode":"X""#) == nil)
        #expect(kind("a", #""type":"Thing","unitCode":"X""#) == .badRequestData)
        #expect(kind("a", #""s":{"unitCode":"X"}"#) == .badRequestData)
        #expect(kind("a", "") == nil)
    }

    @Test func replacingAnAttribute() throws {
        let entity = try Sent.entity(#""a":{"value":1,"unitCode":"X"}"#)
        let reading = EntityReading(naming: PlainNaming())
        let patch = try reading.attribute("a", ["object": "urn:x:1"], .body)
        let outcome = try entity.replacing(patch, at: Sent.later)
        #expect(a(outcome.entity)?.value == .relationship(["urn:x:1"], isArray: false))
        #expect(a(outcome.entity)?.createdAt == Sent.now)
        let other = try reading.attribute("b", 1, .body)
        #expect(throws: TwinProblem.self) { try entity.replacing(other, at: Sent.later) }
    }

    @Test func deleting() throws {
        let entity = try Sent.entity(#""a":[{"value":1},{"value":2,"datasetId":"urn:d:1"}],"b":1"#)
        let name = Sent.name("a")
        let one = try entity.deleting(name, at: Sent.later)
        #expect(one.entity[name]?.instances.map(\.datasetId) == ["urn:d:1"])
        let other = try entity.deleting(name, datasetId: "urn:d:1", at: Sent.later)
        #expect(other.entity[name]?.instances.map(\.datasetId) == [nil])
        let all = try entity.deleting(name, all: true, at: Sent.later)
        #expect(all.entity[name] == nil)
        #expect(all.changes.map(\.kind) == [.deleted, .deleted])
        #expect(all.entity.modifiedAt == Sent.later)
        for call in [
            { try entity.deleting(Sent.name("c"), at: Sent.later) },
            { try entity.deleting(name, datasetId: "urn:d:2", at: Sent.later) },
            { try entity.deleting(Sent.name("c"), all: true, at: Sent.later) },
            { try one.entity.deleting(name, at: Sent.later) },
        ] {
            let problem = try #require(throws: TwinProblem.self) { try call() }
            #expect(problem.kind == .resourceNotFound)
        }
    }

    @Test func mergingGoesIntoThings() throws {
        let entity = try Sent.entity(
            #""a":{"value":{"street":"A","city":"B","n":{"x":1}},"unitCode":"C","#
                + #""s":{"value":1,"unitCode":"M"}},"#
                + #""says":{"languageMap":{"en":"a","fr":"b"}},"#
                + #""raw":{"json":{"k":null,"l":{"m":1,"n":2},"o":3}}"#)
        let patch = try Sent.fragment(
            #""type":"Lamp","raw":{"json":{"l":{"n":4,"p":null},"o":"urn:ngsi-ld:null"}},"#
                + #""a":{"type":"Property","value":{"street":"Z","city":"urn:ngsi-ld:null","n":{"y":2}},"#
                + #""s":{"value":9},"t":1},"#
                + #""says":{"type":"LanguageProperty","languageMap":{"fr":"urn:ngsi-ld:null","de":"c"}},"#
                + #""new":{"value":{"k":"urn:ngsi-ld:null","l":1}},"absent":"urn:ngsi-ld:null""#, .merge)
        let outcome = entity.merging(patch, at: Sent.later)
        let new = try #require(a(outcome.entity))
        #expect(new.value == .property(["street": "Z", "n": ["x": 1, "y": 2]]))
        #expect(new.unitCode == "C")
        #expect(new[Sent.name("s")]?.standard?.value == .property(9))
        #expect(new[Sent.name("s")]?.standard?.unitCode == "M")
        #expect(new[Sent.name("t")] != nil)
        #expect(
            outcome.entity[Sent.name("says")]?.standard?.value == .language(["en": "a", "de": "c"]))
        #expect(outcome.entity[Sent.name("new")]?.standard?.value == .property(["l": 1]))
        // What is raw is merged alike; its nulls are values.
        let raw: JSON = ["k": .null, "l": ["m": 1, "n": 4, "p": .null]]
        #expect(outcome.entity[Sent.name("raw")]?.standard?.value == .json(raw))
        #expect(outcome.notUpdated.isEmpty)
        #expect(outcome.entity.types.count == 2)
    }

    @Test func aValueThatIsNamedIsOfItsKind() throws {
        let entity = try Sent.entity(#""owner":{"object":"urn:x:1"},"raw":{"json":1}"#)
        let named = try Sent.fragment(#""owner":{"value":"urn:x:2"},"raw":{"value":2}"#, .merge)
        let merged = entity.merging(named, at: Sent.later).entity
        #expect(merged[Sent.name("owner")]?.standard?.value == .property("urn:x:2"))
        #expect(merged[Sent.name("raw")]?.standard?.value == .property(2))
        let bare = try Sent.fragment(#""owner":"urn:x:2""#, .whole)
        #expect(
            entity.appending(bare, at: Sent.later).entity[Sent.name("owner")]?.standard?.value
                == .relationship(["urn:x:2"], isArray: false))
    }

    @Test func mergingTakesAway() throws {
        let entity = try Sent.entity(
            #""a":{"value":1,"unitCode":"C","s":1},"b":[{"value":1},{"value":2,"datasetId":"urn:d:1"}],"#
                + #""says":{"languageMap":{"en":"a"}}"#)
        let patch = try Sent.fragment(
            #""a":{"unitCode":"urn:ngsi-ld:null","s":"urn:ngsi-ld:null"},"#
                + #""b":{"value":"urn:ngsi-ld:null","datasetId":"urn:d:1"},"#
                + #""says":{"languageMap":{"@none":"urn:ngsi-ld:null"}}"#, .merge)
        let outcome = entity.merging(patch, at: Sent.later)
        #expect(a(outcome.entity)?.unitCode == nil)
        #expect(a(outcome.entity)?.attributes.isEmpty == true)
        #expect(outcome.entity[Sent.name("b")]?.instances.count == 1)
        #expect(outcome.entity[Sent.name("says")] == nil)
        #expect(outcome.changes.map(\.kind) == [.updated, .deleted, .deleted])
    }

    @Test func mergingOfValuesKeepsKinds() throws {
        let entity = try Sent.entity(
            #""owner":{"object":"urn:x:1"},"says":{"languageMap":{"en":"a","fr":"b"}},"#
                + #""list":{"valueList":[1]},"#
                + #""route":{"objectList":["urn:x:1"]},"raw":{"json":1},"#
                + #""a":{"value":1,"observedAt":"2026-01-01T00:00:00Z"},"b":1"#)
        let patch = try Sent.fragment(
            #""owner":"urn:x:2","says":"c","list":[2],"route":["urn:x:2"],"raw":{"k":1},"#
                + #""a":2,"b":2,"n":"urn:x:1""#,
            .merge, isSimplified: true)
        let stamp = try #require(Stamp("2026-02-02T00:00:00Z"))
        let merged = entity.merging(patch, Merging(observedAt: stamp, language: "fr"), at: Sent.later).entity
        func value(_ name: String) -> AttributeValue? { merged[Sent.name(name)]?.standard?.value }
        #expect(value("owner") == .relationship(["urn:x:2"], isArray: false))
        #expect(value("says") == .language(["en": "a", "fr": "c"]))
        #expect(value("list") == .list([2]))
        #expect(value("route") == .listRelationship(["urn:x:2"]))
        #expect(value("raw") == .json(["k": 1]))
        #expect(value("n") == .property("urn:x:1"))
        #expect(a(merged)?.observedAt == stamp)
        #expect(merged[Sent.name("b")]?.standard?.observedAt == nil)
        let said = try Sent.fragment(#""a":{"value":3,"observedAt":"2027-01-01T00:00:00Z"}"#, .merge)
        let own = entity.merging(said, Merging(observedAt: stamp), at: Sent.later).entity
        #expect(a(own)?.observedAt == Stamp("2027-01-01T00:00:00Z"))
    }

    @Test func replacingAnEntity() throws {
        let entity = try Sent.entity(#""a":{"value":1},"b":1,"scope":"/A""#)
        var other = try Sent.entity(#""a":2,"c":3"#)
        other.types = [Sent.name("Lamp")]
        let outcome = entity.replaced(by: other, at: Sent.later)
        #expect(outcome.entity.types == [Sent.name("Lamp")])
        #expect(outcome.entity.scope.isEmpty)
        #expect(outcome.entity.createdAt == Sent.now)
        #expect(outcome.entity.modifiedAt == Sent.later)
        #expect(outcome.changes.map(\.kind) == [.updated, .created, .deleted])
        #expect(outcome.changes.map(\.name) == ["a", "c", "b"].map(Sent.name))
    }
}
