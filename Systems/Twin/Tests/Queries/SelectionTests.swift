// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

@testable import Twin

private func kind(_ body: () throws -> Void) -> TwinProblem.Kind? {
    do {
        try body()
        return nil
    } catch { return (error as? TwinProblem)?.kind }
}

@Suite struct TypeSelectionTests {
    /// What is answered on a connection's own thread holds up whatever else comes there.
    @Test func whatTakesLongForOneEntityIsKnown() throws {
        func isShort(_ parameters: [String: String]) throws -> Bool {
            try EntityFilter(parameters: parameters, naming: Sample.naming).isShort
        }
        #expect(try isShort(["type": "Car", "q": "speed>5;name==\"x\""]))
        #expect(try !isShort(["type": "Car", "q": "speed>5;(a|name~=\"(a+)+$\")"]))
        #expect(try !isShort(["type": "Car", "idPattern": "(a+)+$"]))
        let border = (0..<20).map { "[\($0),\($0 % 2)]" }.joined(separator: ",")
        let near = ["type": "Car", "georel": "near;maxDistance==9", "geometry": "LineString"]
        #expect(try !isShort(near.merging(["coordinates": "[\(border)]"]) { $1 }))
        #expect(try isShort(near.merging(["coordinates": "[[0,0],[1,1]]"]) { $1 }))
        let both = try EntityFilter(parameters: ["type": "(Car;Thing)"], naming: Sample.naming)
        let either = try EntityFilter(parameters: ["type": "Car,Thing"], naming: Sample.naming)
        #expect(!both.isOfTypesAlone && either.isOfTypesAlone)
    }

    @Test(arguments: [
        ("Home", ["Home"], true), ("Home", ["Vehicle"], false), ("Home,Vehicle", ["Vehicle"], true),
        ("Home|Vehicle", ["Vehicle"], true), ("(Home;Vehicle)", ["Vehicle"], false),
        ("(Home;Vehicle)", ["Vehicle", "Home", "X"], true), ("(Home;Vehicle)|Motorhome", ["Motorhome"], true),
        ("(Home;Vehicle),Motorhome", ["Home"], false), ("*", ["X"], true), ("(Home)", ["Home"], true),
        ("https://uri.etsi.org/ngsi-ld/default-context/Home", ["Home"], true),
    ])
    func matches(_ text: String, _ types: [String], _ isTrue: Bool) throws {
        let selection = try TypeSelection(text, naming: Sample.naming)
        #expect(selection.matches(types.map(Sample.naming.expand)) == isTrue)
    }

    @Test(arguments: [
        "", ",", "A,", "(A", "A)", "A;B", "(A;)", "((A;B))", "A||B", "A B", "1A", "(A|B)", "A(B)",
    ])
    func refuses(_ text: String) {
        #expect(kind { _ = try TypeSelection(text, naming: Sample.naming) } == .badRequestData)
    }

    @Test func hostile() {
        #expect(
            kind { _ = try TypeSelection(String(repeating: "(", count: 9_000), naming: Sample.naming) } != nil
        )
        let many = Array(repeating: "A", count: 5_000).joined(separator: ",")
        #expect(kind { _ = try TypeSelection(many, naming: Sample.naming) } == .tooComplexQuery)
    }
}

@Suite struct ScopeQueryTests {
    @Test(arguments: [
        ("/Madrid", ["/Madrid"], true), ("/Madrid", ["/Madrid/Gardens"], false),
        ("/Madrid", ["Madrid"], true),
        ("/Madrid/#", ["/Madrid"], true), ("/Madrid/#", ["/Madrid/A/B"], true),
        ("/Madrid/#", ["/Paris"], false),
        ("/Madrid/+/ParqueNorte", ["/Madrid/Gardens/ParqueNorte"], true),
        ("/Madrid/+/ParqueNorte", ["/Madrid/ParqueNorte"], false), ("/+", ["/Any"], true),
        ("/+/#", ["/A/B"], true),
        ("/#", ["/A"], true), ("/#", [], false), ("(/A;/B)", ["/A"], false), ("(/A;/B)", ["/B", "/A"], true),
        ("(/A;/B)|CompanyB", ["/CompanyB"], true), ("/A,/B", ["/B"], true), ("\"/A,/B\"", ["/B"], true),
    ])
    func matches(_ text: String, _ scopes: [String], _ isTrue: Bool) throws {
        #expect(try ScopeQuery(text).matches(scopes) == isTrue, "\(text) \(scopes)")
    }

    @Test(arguments: ["", "/", "//A", "/A/", "/A/#/B", "/A b", "#/A", "/A;/B", "/1"])
    func refuses(_ text: String) {
        #expect(kind { _ = try ScopeQuery(text) } == .badRequestData)
    }
}

@Suite struct ProjectionTests {
    @Test func nested() throws {
        let text = "id,type|temperature,owner{name,address{city|zip}},owner{age}"
        let projection = try Projection(text, naming: Sample.naming, at: "?pick")
        func name(_ name: String) -> String { Sample.naming.expand(name) }
        #expect(projection.picks("@id") && projection.picks("@type") && projection.picks(name("temperature")))
        #expect(!projection.picks(name("humidity")) && projection.depth == 2)
        let owner = try #require(projection.nested(name("owner")))
        #expect(owner.names == ["name", "address", "age"].map(name))
        #expect(owner.nested(name("address"))?.picks(name("zip")) == true)
        #expect(try Projection(json: ["a", "b{c}"], naming: Sample.naming, at: "/pick").depth == 1)
    }

    @Test(arguments: ["", ",", "a,", "a{", "a{}", "a{b", "a}b", "a.b", "a b", "a==1", "1a"])
    func refuses(_ text: String) {
        #expect(kind { _ = try Projection(text, naming: Sample.naming, at: "?pick") } == .badRequestData)
    }

    @Test func hostile() {
        let deep = Array(repeating: "a", count: 10_000).joined(separator: "{")
        #expect(kind { _ = try Projection(deep, naming: Sample.naming, at: "?pick") } == .tooComplexQuery)
        #expect(kind { _ = try Projection(json: [], naming: Sample.naming, at: "/pick") } == .badRequestData)
        let many = JSON.array((0..<30).map { text in
            .string((0..<40).map { "a\(text)b\($0)" }.joined(separator: ","))
        })
        #expect(
            kind { _ = try Projection(json: many, naming: Sample.naming, at: "/pick") } == .tooComplexQuery)
    }
}

@Suite struct OrderingTests {
    private func ids(_ parameters: [String: String], _ entities: [Entity]) throws -> [String] {
        let ordering = try #require(try Ordering(parameters: parameters, naming: Sample.naming))
        return entities.map { ($0.id, ordering.key(of: $0)) }.sorted { ordering.precedes($0.1, $1.1) }.map(
            \.0)
    }

    private let entities = [
        Sample.entity("urn:a", ["name": Sample.property("zoë"), "age": Sample.property(3)]),
        Sample.entity("urn:b", ["name": Sample.property("Adam"), "age": Sample.property(10)]),
        Sample.entity("urn:c", ["name": Sample.property("Émile"), "age": Sample.property("x")]),
        Sample.entity("urn:d", ["name": Sample.property("adam"), "age": Sample.property(3)]),
        Sample.entity("urn:e"),
    ]

    @Test func orders() throws {
        #expect(try ids(["orderBy": "name"], entities) == ["urn:d", "urn:b", "urn:c", "urn:a", "urn:e"])
        #expect(
            try ids(["orderBy": "age,name;desc"], entities) == ["urn:a", "urn:d", "urn:b", "urn:c", "urn:e"])
        #expect(
            try ids(["orderBy": "age;desc,id;desc"], entities) == [
                "urn:c", "urn:b", "urn:d", "urn:a", "urn:e",
            ])
        #expect(try ids(["orderBy": "id;desc"], entities).first == "urn:e")
    }

    @Test func distances() throws {
        let entities = [0, 5, 2].map { place in
            Sample.entity(
                "urn:\(place)",
                [
                    "location": [
                        Sample.instance(.geo(["type": "Point", "coordinates": [.integer(place), 0]]))
                    ]
                ])
        }
        #expect(
            try ids(["orderBy": "location;dist-asc", "orderFrom": "[4,0]"], entities) == [
                "urn:5", "urn:2", "urn:0",
            ])
        #expect(
            try ids(["orderBy": "location;dist-desc", "orderFrom": "[4,0]"], entities) == [
                "urn:0", "urn:2", "urn:5",
            ])
        let line = [
            "orderBy": "location;dist-asc", "orderFrom": "[[0,0],[0,9]]", "orderGeometry": "LineString",
        ]
        #expect(try ids(line, entities).first == "urn:0")
    }

    @Test func paths() throws {
        let ordering = try #require(
            try Ordering(
                parameters: [
                    "orderBy": "address[city],speed.observedAt;desc,name", "collation": "de-u-co-phonebk",
                ],
                naming: Sample.naming))
        let key = ordering.key(of: Sample.car)
        #expect(key[0] == .text(folded: "berlin", "Berlin"))
        if case .dateTime = key[1] {} else { Issue.record("a moment was due") }
    }

    @Test(arguments: [
        ["orderBy": ""], ["orderBy": "a;up"], ["orderBy": "a;asc;desc"], ["orderBy": "a,,b"],
        ["orderBy": "location;dist-asc"], ["orderBy": "location;dist-asc", "orderFrom": "[1]"],
        ["orderBy": "a", "collation": "!"], ["orderBy": "a{b}"],
        ["orderBy": "a", "orderFrom": "[1,2]", "orderGeometry": "Blob"],
    ])
    func refuses(_ parameters: [String: String]) {
        #expect(kind { _ = try Ordering(parameters: parameters, naming: Sample.naming) } == .badRequestData)
    }
}

@Suite struct EntityFilterTests {
    private func filter(_ parameters: [String: String]) throws -> EntityFilter {
        try EntityFilter(parameters: parameters, naming: Sample.naming)
    }

    @Test(arguments: [
        [:], ["type": "Vehicle"], ["id": "urn:x:y,urn:ngsi-ld:Vehicle:1"], ["idPattern": "Vehicle:[0-9]"],
        ["attrs": "rpm,speed"], ["q": "speed>50", "type": "Vehicle"], ["scopeQ": "/Madrid/#"],
        ["georel": "near;maxDistance==5", "geometry": "Point", "coordinates": "[8,40]"], ["type": "*"],
        ["q": "gender==Male", "expandValues": "gender"], ["attrs": "scope"],
    ])
    func matches(_ parameters: [String: String]) throws {
        #expect(try filter(parameters).matches(Sample.car))
    }

    @Test(arguments: [
        ["type": "House"], ["id": "urn:x:y"], ["idPattern": "^Vehicle"], ["attrs": "rpm"], ["q": "speed>500"],
        ["scopeQ": "/Paris"], ["georel": "disjoint", "geometry": "Point", "coordinates": "[8,40]"],
        ["type": "Vehicle", "id": "urn:x:y"],
    ])
    func doesNotMatch(_ parameters: [String: String]) throws {
        #expect(try !filter(parameters).matches(Sample.car))
    }

    @Test(arguments: [
        ["type": ""], ["id": "no uri"], ["id": ""], ["idPattern": "("], ["attrs": ""], ["attrs": "a,"],
        ["attrs": "a b"],
        ["q": ""], ["scopeQ": "Ä Ö"], ["local": "yes"], ["type": "*", "local": "false"],
        ["expandValues": "a b"],
        ["jsonKeys": ","], ["geometry": "Point"], ["csf": "=="],
    ])
    func refuses(_ parameters: [String: String]) {
        #expect(kind { _ = try filter(parameters) } == .badRequestData)
    }

    @Test func tooWideQueries() throws {
        for parameters in [
            [:], ["q": "createdAt>2020-01-01T00:00:00Z"], ["attrs": "createdAt"], ["idPattern": ".*"],
            ["id": "urn:a:b"], ["scopeQ": "/a/#"], ["csf": "a==1"],
        ] {
            #expect(kind { try filter(parameters).requireNarrow() } == .badRequestData)
        }
        for parameters in [
            ["type": "A"], ["attrs": "a"], ["q": "a"], ["local": "true"], ["type": "*"],
            ["georel": "within", "geometry": "Point", "coordinates": "[1,2]"],
        ] {
            #expect(kind { try filter(parameters).requireNarrow() } == nil)
        }
        #expect(kind { try filter(["q": "a{b}==1"]).requireDepth(atMost: 0) } == .badRequestData)
        #expect(kind { try filter(["q": "a{b}==1"]).requireDepth(atMost: 1) } == nil)
    }

    @Test func bodies() throws {
        let query: JSON = [
            "type": "Query", "attrs": ["speed"], "q": "speed>50", "scopeQ": "/Madrid/#",
            "entities": [
                ["type": "House"], ["type": "Vehicle", "id": ["urn:ngsi-ld:Vehicle:1"], "idPattern": "nope"],
            ],
            "geoQ": ["georel": "near;maxDistance==5", "geometry": "Point", "coordinates": [8, 40]],
        ]
        #expect(try EntityFilter(query: query, naming: Sample.naming).matches(Sample.car))
    }

    @Test(arguments: [
        ("[]", ""), ("{}", "/type"), (#"{"type": "Quest"}"#, "/type"),
        (#"{"type": "Query", "entities": []}"#, "/entities"),
        (#"{"type": "Query", "entities": [{}]}"#, "/entities/0/type"),
        (#"{"type": "Query", "entities": [{"type": 3}]}"#, "/entities/0/type"),
        (#"{"type": "Query", "entities": [{"id": "urn:a"}]}"#, "/entities/0/type"),
        (#"{"type": "Query", "csf": "=="}"#, "/csf"),
        (#"{"type": "Query", "entities": [{"type": "A", "id": "no uri"}]}"#, "/entities/0/id"),
        (#"{"type": "Query", "entities": [{"type": "A", "idPattern": "("}]}"#, "/entities/0/idPattern"),
        (#"{"type": "Query", "q": 3}"#, "/q"), (#"{"type": "Query", "q": "a=="}"#, "/q"),
        (#"{"type": "Query", "attrs": []}"#, "/attrs"), (#"{"type": "Query", "attrs": "a"}"#, "/attrs"),
        (#"{"type": "Query", "attrs": [3]}"#, "/attrs/0"), (#"{"type": "Query", "geoQ": []}"#, "/geoQ"),
        (
            #"{"type": "Query", "geoQ": {"georel": "x", "geometry": "Point", "coordinates": [1, 2]}}"#,
            "/geoQ/georel"
        ),
        (#"{"type": "Query", "scopeQ": "//"}"#, "/scopeQ"),
        (#"{"type": "Query", "expandValues": 3}"#, "/expandValues"),
    ])
    func refusesBodies(_ text: String, _ pointer: String) throws {
        let query = try JSON(parsing: text)
        #expect { try EntityFilter(query: query, naming: Sample.naming) } throws: {
            let problem = $0 as? TwinProblem
            return problem?.kind == .badRequestData && problem?.pointer == pointer
        }
    }

    @Test func uris() {
        for text in ["urn:a", "http://a.org/b?c#d", "a+b:c", "urn:é"] { #expect(NameRules.isURI(text)) }
        for text in ["", "a", ":a", "a:", "1a:b", "a b:c", "urn:a b", "urn:<a>", "é:a", "urn:\u{0}"] {
            #expect(!NameRules.isURI(text))
        }
    }
}
