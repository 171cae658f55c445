// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Interfaces
import Kernel
import Outgoing
import Planning
import Store
import Web

extension Target {
    /// Every parser that meets strangers' bytes.
    static let all: [Target] = [
        json, geojson, place, bounds, urlencoded, multipart, multipartHeader, typed, fieldJSON, ids,
        times, addresses, proxies, mail, tags, interchange, rules, settings, request,
    ]

    /// What was written is read as the same, and written as the same.
    static let json = Target("json") { bytes in
        guard let json = try? JSON(parsing: bytes) else { return }
        let written = json.canonical
        guard let again = try? JSON(parsing: written) else {
            return expect(false, "what was written cannot be read")
        }
        expect(again == json && again.canonical == written, "it is read as something else")
        expect((try? JSON(parsing: json.encoded())) == json, "encoded, it is something else")
        expect((try? JSON(parsing: json.pretty())) == json, "set out, it is something else")
    }

    static let geojson = Target("geojson") { bytes in
        guard let json = try? JSON(parsing: bytes), let shape = try? Geometry(json: json) else { return }
        guard let again = try? Geometry(json: shape.json) else {
            return expect(false, "a shape that was read and written cannot be read")
        }
        expect(again.json == shape.json, "a shape is read as another")
        _ = (shape.bounds, shape.centroid, shape.area)
    }

    /// What people type for a place.
    static let place = Target.text("place") { text in
        guard let point = try? Point(typed: text) else { return }
        expect(point.isValid, "a place that is nowhere")
    }

    static let bounds = Target.text("bounds") { text in
        guard let box = Bounds(text) else { return }
        expect(Bounds(box.text) != nil, "a box that was written cannot be read")
    }

    static let urlencoded = Target("urlencoded") { bytes in
        guard let form = try? FormData(urlEncoded: bytes) else { return }
        let written = form.pairs.map { "\(Href.encoded($0.name))=\(Href.encoded($0.value))" }
            .joined(separator: "&")
        expect((try? FormData(urlEncoded: written))?.pairs == form.pairs, "it is read as another form")
    }

    /// In pieces of whatever size it is the same as whole. The first byte says the size.
    static let multipart = Target("multipart") { bytes in
        guard let size = bytes.first.map({ Int($0 % 61) + 1 }) else { return }
        let body = Array(bytes.dropFirst())
        let whole = Self.events(body, in: max(1, body.count))
        let pieces = Self.events(body, in: size)
        expect(whole == pieces, "in pieces it is \(pieces), whole it is \(whole)")
    }

    private static func events(_ body: [UInt8], in size: Int) -> [String] {
        let limits = MultipartParser.Limits(headerBytes: 300, parts: 20, fieldBytes: 2_000, fileBytes: 3_000)
        var told: [String] = []
        var data: [UInt8] = []
        guard var parser = try? MultipartParser(
            contentType: "multipart/form-data; boundary=b", limits: limits)
        else { return [] }
        func take(_ events: [MultipartParser.Event]) {
            for event in events {
                switch event {
                case .data(let more): data += more
                case .begin(let part): told.append("begin \(part)")
                case .end:
                    told.append("end \(data)")
                    data = []
                }
            }
        }
        do {
            var rest = body[...]
            repeat {
                take(try parser.feed(rest.prefix(size)))
                rest = rest.dropFirst(size)
            } while !rest.isEmpty
            try parser.finish()
            told.append("whole")
        } catch {
            // How far it came before it failed depends on the pieces; that it failed does not.
            return ["failed: \(error)"]
        }
        return told
    }

    static let multipartHeader = Target.text("multipart-header") { text in
        _ = try? MultipartParser(contentType: text)
        _ = try? MultipartParser(contentType: "multipart/form-data; boundary=\(text)")
    }

    /// A field of each kind, as a person fills it in.
    static let typed = Target.text("typed") { text in
        for field in Everything.fields.map(\.description) {
            guard let value = try? field.parse(text) else { continue }
            if case .text(let kept) = value, field.kind == .text(max: 200) {
                expect((try? field.parse(kept)) == value, "\(field.name): what was kept is read as another")
            }
        }
    }

    /// A field of each kind, as a program sends it.
    static let fieldJSON = Target("field-json") { bytes in
        guard let json = try? JSON(parsing: bytes) else { return }
        for field in Everything.fields.map(\.description) { _ = try? field.value(json) }
    }

    static let ids = Target.text("ids") { text in
        if let id = RecordID(text) { expect(id.text == text, "an id is another") }
        _ = Tenant.isSlug(text)
        if let data = text.data(using: .utf8) { _ = RecordID(String(decoding: data, as: UTF8.self)) }
    }

    static let times = Target.text("times") { text in
        if let day = Day(iso: text) { expect(Day(iso: day.description) == day, "a day is another") }
        if let instant = Instant(iso: text) {
            expect(Instant(iso: instant.description) == instant, "a moment is another")
        }
        if let money = Money(amount: text, currency: "EUR") {
            expect(money.currency == "EUR", "money of another country")
        }
    }

    static let addresses = Target.text("addresses") { text in
        if let address = IPAddress(text) {
            expect(IPAddress(address.description) == address, "an address is another")
        }
        _ = IPNetwork(text)
        _ = try? AllowedAddress.list(text)
        _ = try? MailServer(text)
        _ = try? Mailbox(text)
        _ = try? StoreAddress(text)
    }

    static let proxies = Target.text("proxies") { text in
        guard let range = AddressRange(text) else { return }
        _ = range
    }

    /// A mail that says another came back.
    static let mail = Target("mail") { _ = DeliveryReport($0) }

    static let tags = Target.text("tags") { text in
        let named = EntityTag.Named(text)
        if case .tags(let tags) = named {
            for tag in tags { expect(named.names(tag), "a tag that is named is not named") }
        }
    }

    /// A file of applications from elsewhere.
    static let interchange = Target("interchange") { bytes in
        guard let zone = Zone("Europe/Dublin") else { return }
        let answers = ODPReader(zone: zone, bytesMax: 200_000, casesMax: 100).read(bytes: bytes)
        expect(!answers.isEmpty, "no answer at all")
    }

    /// A pack of rules, or a jurisdiction: an operator's own files, and overlays of tenants.
    static let rules = Target.text("rules") { text in
        _ = try? Rules(parsing: text)
        _ = try? Jurisdiction(parsing: text)
    }

    /// What an operator sets: providers of identities.
    static let settings = Target("settings") { bytes in
        guard let json = try? JSON(parsing: bytes) else { return }
        _ = try? OpenIDProvider.read(json) { _, _ in "secret" }
    }
}

/// A field of every kind.
struct Everything: Form {
    enum Colour: String, Choice {
        typealias Base = Colour
        case red, green
    }

    var text: String?
    var long: String?
    var number: Int?
    var decimal: Decimal?
    var money: Int?
    var flag: Bool?
    var colour: Colour?
    var day: Day?
    var instant: Instant?
    var place: Geometry?
    var link: RecordID?
    var person: RecordID?
    var files: [FileReference] = []
    var json: JSON?

    static let fields: Fields<Everything> = [
        .text("text", \.text), .longText("long", \.long), .integer("number", \.number, in: -1_000...1_000),
        .decimal("decimal", \.decimal, in: -1_000...1_000), .money("money", \.money),
        .flag("flag", \.flag), .choice("colour", \.colour), .day("day", \.day),
        .instant("instant", \.instant), .geometry("place", \.place),
        .link("link", \.link, to: "a.b"), .person("person", \.person), .files("files", \.files),
        .json("json", \.json),
    ]
}
