// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

@testable import Twin

/// A small world of documents.
private func compiler(_ documents: [String: JSON] = [:], limits: ContextCompiler.Limits = .init())
    -> ContextCompiler
{
    struct NotThere: Error {}
    return ContextCompiler(limits: limits) { url, budget in
        try budget.take(for: url)
        guard let document = documents[url] else { throw NotThere() }
        return document
    }
}

private func refusal(of context: JSON, _ documents: [String: JSON] = [:]) async -> TwinProblem? {
    do {
        _ = try await compiler(documents).compile(context)
        return nil
    } catch { return error as? TwinProblem }
}

private let standard = CoreContext.defaultContext

@Suite struct CoreContextTests {
    @Test func everyVersionIsKnownByItsAddress() throws {
        #expect(CoreContext.urls.count == 11)
        for url in CoreContext.urls {
            #expect(CoreContext.isCore(url))
            #expect(CoreContext.isCore(url.replacing("https://", with: "http://")))
            let members = try #require(CoreContext.document(at: url)?["@context"]?.asObject)
            #expect(members["value"] == "ngsi-ld:hasValue")
            #expect(members["@vocab"] == .string(standard))
        }
        #expect(!CoreContext.isCore("https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.99.jsonld"))
        #expect(CoreContext.document(at: "https://example.org/c.jsonld") == nil)
    }

    @Test func versionsDiffer() {
        let first = CoreContext.document(at: CoreContext.urls[1])?["@context"]
        let last = CoreContext.document(at: CoreContext.plainURL)?["@context"]
        #expect(first?["languageMap"] == nil)
        #expect(last?["languageMap"]?["@container"] == "@language")
        #expect(first?["properties"] == "ngsi-ld:properties" && last?["properties"] == "geojson:properties")
        #expect(last?["valueType"]?["@type"] == "@vocab")
    }

    @Test func coreNames() {
        let core = TermTable.core
        #expect(core.expand("location") == "https://uri.etsi.org/ngsi-ld/location")
        #expect(core.expand("Building") == standard + "Building")
        #expect(core.expand("title") == "http://purl.org/dc/terms/title")
        #expect(core.expand("Point") == "https://purl.org/geojson/vocab#Point")
        #expect(core.expand("type") == "@type")
        #expect(core.compact("https://uri.etsi.org/ngsi-ld/location") == "location")
        #expect(core.compact(standard + "Building") == "Building")
        #expect(core.compact("https://uri.etsi.org/ngsi-ld/nothing") == "ngsi-ld:nothing")
        #expect(core.compact("https://example.org/a") == "https://example.org/a")
        // It would read back as something else.
        #expect(core.compact(standard + "location") == "ngsi-ld:default-context/location")
        #expect(core.definition(of: "observedAt")?.coercion == "https://uri.etsi.org/ngsi-ld/DateTime")
        #expect(core.definition(of: "languageMap")?.containers == ["@language"])
    }
}

@Suite struct TermTableTests {
    @Test func everyNameReadsBackAsItself() async throws {
        let table = try await compiler().compile([
            "sdm": "https://smartdatamodels.org/", "speed": "sdm:speed", "car": "sdm:car",
            "almostFull": "https://example.org/almostFull", "pm10": ["@id": "sdm:pm10", "@type": "@vocab"],
        ])
        let iris = [
            "https://smartdatamodels.org/speed", "https://smartdatamodels.org/other", standard + "almostFull",
            standard + "x", "https://example.org/almostFull", "urn:a:b", standard + "a/b", standard,
            "https://smartdatamodels.org/", standard + "a:b", "https://smartdatamodels.org///x",
        ]
        for iri in iris { #expect(table.expand(table.compact(iri)) == iri) }
        #expect(table.compact(iris[0]) == "speed")
        #expect(table.compact(iris[1]) == "sdm:other")
        #expect(table.compact(iris[2]) == "ngsi-ld:default-context/almostFull")
        #expect(table.expand("sdm:pm10") == "https://smartdatamodels.org/pm10")
        #expect(table.definition(of: "pm10")?.coercion == "@vocab")
    }

    /// A prefix may say that it is one, or none, whatever its IRI ends with.
    @Test func prefixesSaySo() async throws {
        let table = try await compiler().compile([
            "odd": ["@id": "https://example.org/odd-", "@prefix": true], "plain": "https://example.org/odd-",
            "no": ["@id": "https://example.org/no/", "@prefix": false], "speed": "odd:speed",
        ])
        #expect(table.expand("odd:x") == "https://example.org/odd-x")
        #expect(table.expand("speed") == "https://example.org/odd-speed")
        #expect(table.expand("plain:x") == "plain:x")
        #expect(table.expand("no:x") == "no:x")
        for iri in ["https://example.org/odd-x", "https://example.org/no/x"] {
            #expect(table.expand(table.compact(iri)) == iri)
        }
        #expect(await refusal(of: ["a": ["@id": "https://example.org/", "@prefix": 1]]) != nil)
    }

    @Test func theCoreCannotBeRedefined() async throws {
        let table = try await compiler().compile([
            "location": "https://example.org/where", "ngsi-ld": "https://example.org/",
            "@vocab": "https://example.org/v#", "id": "https://example.org/id",
        ])
        #expect(table.expand("location") == "https://uri.etsi.org/ngsi-ld/location")
        #expect(table.compact("https://example.org/where") == "https://example.org/where")
        #expect(table.expand("ngsi-ld:a") == "https://uri.etsi.org/ngsi-ld/a")
        #expect(table.expand("id") == "@id")
        #expect(table.expand("unknown") == standard + "unknown")
    }

    @Test func theShortestTermIsChosenAlways() async throws {
        let table = try await compiler().compile([
            "longer": "https://example.org/a", "b": "https://example.org/a", "a": "https://example.org/a",
        ])
        #expect(table.compact("https://example.org/a") == "a")
        #expect(table.expand("longer") == "https://example.org/a")
    }
}

@Suite struct ContextCompilerTests {
    @Test func definitionsInAnyOrder() async throws {
        let table = try await compiler().compile([
            "speed": "ex:speed", "ex": ["@id": "base:vocab/"], "base": "https://example.org/",
            "colour": ["@type": "@vocab"], "when": ["@id": "ex:when", "@type": "DateTime"],
            "list": ["@id": "ex:list", "@container": ["@list"]], "gone": nil, "rev": ["@reverse": "ex:of"],
            "ex:made": ["@type": "@id"], "same": "same",
        ])
        #expect(table.expand("speed") == "https://example.org/vocab/speed")
        #expect(table.expand("colour") == standard + "colour")
        #expect(table.definition(of: "when")?.coercion == "https://uri.etsi.org/ngsi-ld/DateTime")
        #expect(table.definition(of: "list")?.containers == ["@list"])
        #expect(table.expand("gone") == standard + "gone" && table.expand("rev") == standard + "rev")
        #expect(table.expand("ex:made") == "https://example.org/vocab/made")
        #expect(table.expand("same") == standard + "same")
    }

    @Test func vocabularyServesDefinitionsWithoutAnIRI() async throws {
        let table = try await compiler().compile(["@vocab": "https://example.org/v#", "a": ["@type": "@id"]])
        #expect(table.expand("a") == "https://example.org/v#a")
    }

    @Test func arraysAndRemoteDocuments() async throws {
        let documents: [String: JSON] = [
            "https://a.org/c.jsonld": ["@context": ["inner.jsonld", ["x": "https://a.org/x"]]],
            "https://a.org/inner.jsonld": ["@context": ["y": "https://a.org/y", "x": "https://old.org/x"]],
        ]
        let table = try await compiler(documents).compile([
            "https://a.org/c.jsonld", [["z": "https://a.org/z"]], .string(CoreContext.url),
        ])
        #expect(table.expand("x") == "https://a.org/x" && table.expand("y") == "https://a.org/y")
        #expect(table.expand("z") == "https://a.org/z" && table.link == nil)
        #expect(table.document == ["https://a.org/c.jsonld", [["z": "https://a.org/z"]]])
        let alone = try await compiler(documents).compile([
            "https://a.org/c.jsonld", .string(CoreContext.plainURL),
        ])
        #expect(alone.link == "https://a.org/c.jsonld" && alone.document == "https://a.org/c.jsonld")
        let core = try await compiler().compile([.string(CoreContext.plainURL)])
        #expect(core.link == CoreContext.plainURL)
        let reset = try await compiler().compile([["x": "https://a.org/x"], nil, ["y": "https://a.org/y"]])
        #expect(reset.expand("x") == standard + "x" && reset.expand("y") == "https://a.org/y")
    }

    @Test func imports() async throws {
        let documents: [String: JSON] = [
            "https://a.org/c": ["@context": ["x": "https://a.org/x", "y": "https://a.org/y"]]
        ]
        let table = try await compiler(documents).compile([
            "@import": "https://a.org/c", "y": "https://b.org/y",
        ])
        #expect(table.expand("x") == "https://a.org/x" && table.expand("y") == "https://b.org/y")
    }

    @Test(arguments: [
        JSON.integer(1), true, ["a": 1], ["a": ["@id": 7]], ["a": ["@type": 7]],
        ["a": ["@container": "@box"]],
        ["a": "b:", "b": "a:"], ["@vocab": 1], ["@base": 1], ["@version": 2], ["": "https://a.org/"],
        ["a": ["@id": "https://a.org/a", "@context": ["b": "https://a.org/b"]]], ["@import": 3],
        "relative.jsonld", "", ["a": ""],
    ])
    func whatIsNoContextIsRefused(_ context: JSON) async {
        let problem = await refusal(of: context)
        #expect(problem?.kind == .badRequestData)
    }

    @Test func remoteTroubles() async {
        let gone = await refusal(of: "https://gone.org/c")
        #expect(gone?.kind == .contextNotAvailable && gone?.kind.status == 504)
        let page = await refusal(of: "https://a.org/", ["https://a.org/": ["title": "A page"]])
        #expect(page?.kind == .badRequestData)
        let ring = await refusal(
            of: "https://a.org/1",
            [
                "https://a.org/1": ["@context": "https://a.org/2"],
                "https://a.org/2": ["@context": "https://a.org/1"],
            ])
        #expect(ring?.kind == .badRequestData)
        var chain: [String: JSON] = [:]
        for number in 0..<100 {
            chain["https://a.org/\(number)"] = ["@context": .string("https://a.org/\(number + 1)")]
        }
        #expect(await refusal(of: "https://a.org/0", chain)?.kind == .badRequestData)
        let many = JSON.array((0..<100).map { .string("https://b.org/\($0)") })
        let empty: JSON = ["@context": [:]]
        let documents = Dictionary(uniqueKeysWithValues: (0..<100).map { ("https://b.org/\($0)", empty) })
        #expect(await refusal(of: many, documents)?.kind == .badRequestData)
    }

    @Test func hugeAndDeepContextsAreBounded() async {
        var nested: JSON = [:]
        for _ in 0..<500 { nested = [nested] }
        #expect(await refusal(of: nested)?.kind == .badRequestData)
        var members = JSONObject()
        for number in 0..<30_000 { members["t\(number)"] = "https://a.org/" }
        #expect(await refusal(of: .object(members))?.kind == .badRequestData)
        var chain = JSONObject()
        for number in 0..<5_000 { chain["p\(number)"] = .string("p\(number + 1):x/") }
        #expect(await refusal(of: .object(chain))?.kind == .badRequestData)
    }

    /// Twenty documents that each name the next one a hundred times say nothing, and are gone through
    /// as often as there are atoms.
    @Test func whatIsNamedAgainAndAgainIsBounded() async {
        var documents: [String: JSON] = [:]
        for number in 0..<10 {
            let next = JSON.string("https://a.org/\(number + 1)")
            documents["https://a.org/\(number)"] = ["@context": .array(Array(repeating: next, count: 100))]
        }
        documents["https://a.org/10"] = ["@context": [:]]
        #expect(await refusal(of: "https://a.org/0", documents)?.kind == .badRequestData)
    }

    /// Each name is short, and what they come to is not.
    @Test func prefixesOfPrefixesAreBounded() async {
        let part = String(repeating: "x", count: 1_500)
        var chain: JSONObject = ["p20": "https://a.org/"]
        for number in 0..<20 { chain["p\(number)"] = .string("p\(number + 1):\(part)/") }
        #expect(await refusal(of: .object(chain))?.kind == .badRequestData)
    }

    @Test func wordsOfAVocabularyMayBeLong() async throws {
        let word = String(repeating: ":", count: 1 << 20)
        #expect(TermTable.core.compact(word) == word)
        let table = try await compiler().compile(["a": "https://a.org/", "b": "https://a.org/b/"])
        #expect(table.compact("https://a.org/b/c/d") == "b:c/d")
        #expect(table.compact("https://a.org/c/d") == "a:c/d")
    }

    @Test func oneRequestHasSoManyFetchedAndNoMore() async throws {
        let (over, context) = (FetchBudget(0), JSON.string("https://a.org/c"))
        let cache = ContextCache(compiler(["https://a.org/c": ["@context": ["x": "https://a.org/x"]]]))
        let problem = await #expect(throws: TwinProblem.self) {
            try await cache.table(for: context, within: over)
        }
        #expect(problem?.kind == .contextNotAvailable)
        // What needs no fetching has its words, and so has what was fetched before.
        let own = try await cache.table(for: ["y": "https://a.org/y"], within: over)
        #expect(own.expand("y") == "https://a.org/y")
        _ = try await cache.table(for: context)
        #expect(try await cache.table(for: context, within: over).expand("x") == "https://a.org/x")
    }

    @Test func noAddressEndsAHeader() async throws {
        let address = "https://a.org/c#\r\nx: y"
        let table = try await compiler(["https://a.org/c": ["@context": [:]]]).compile(.string(address))
        #expect(table.link == nil)
    }
}

@Suite struct ContextCacheTests {
    @Test func whatWasCompiledIsReady() async throws {
        let cache = ContextCache(
            compiler(["https://a.org/c": ["@context": ["x": "https://a.org/x"]]]), capacity: 2)
        #expect(cache.ready("https://a.org/c") == nil)
        let table = try await cache.table(for: "https://a.org/c")
        #expect(cache.ready("https://a.org/c") === table)
        let inline = try await cache.table(for: ["x": "https://b.org/x", "y": "https://b.org/y"])
        #expect(try await cache.table(for: ["y": "https://b.org/y", "x": "https://b.org/x"]) === inline)
        _ = cache.ready("https://a.org/c")
        _ = try await cache.table(for: ["z": "https://b.org/z"])
        #expect(cache.ready("https://a.org/c") === table)
        cache.forget("https://a.org/c")
        #expect(cache.ready("https://a.org/c") == nil)
        #expect(cache.ready(CoreContext.url) === TermTable.core)
        // Another version of it means the same, and is named as it was.
        let plain = try await cache.table(for: .string(CoreContext.plainURL))
        #expect(plain.isCore && plain.link == CoreContext.plainURL && plain.weight == 0)
    }

    @Test func aCrowdWaitsForOneCompilation() async throws {
        let cache = ContextCache(
            ContextCompiler { _, _ in
                try await Task.sleep(for: .milliseconds(20))
                return ["@context": ["x": "https://a.org/x"]]
            })
        let tables = try await withThrowingTaskGroup(of: TermTable.self) { group in
            for _ in 0..<20 { group.addTask { try await cache.table(for: "https://a.org/c") } }
            return try await group.reduce(into: [TermTable]()) { $0.append($1) }
        }
        #expect(tables.allSatisfy { $0 === tables[0] })
    }

    @Test func failuresAreNotKept() async {
        let cache = ContextCache(compiler())
        for _ in 0..<2 {
            await #expect(throws: TwinProblem.self) { try await cache.table(for: "https://gone.org/") }
        }
    }
}
