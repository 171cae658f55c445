// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// How far what is published has been brought into a twin, as it is kept beside its ledger. What is done
/// twice comes to the same, so that it may be behind.
struct PublishedProgress: Sendable, Equatable {
    static let key = "published"

    /// What it was brought as: with another shape, such as after an upgrade or of another network,
    /// everything is looked at anew.
    let shape: String
    var place: PublicRecords.Place

    init(shape: String, place: PublicRecords.Place) {
        self.shape = shape
        self.place = place
    }

    init?(_ text: String) {
        guard let json = try? JSON(parsing: text), let shape = json["shape"]?.asString,
            let own = json["own"]?.asInteger, let commons = json["commons"]?.asInteger
        else { return nil }
        self.init(shape: shape, place: PublicRecords.Place(own: Int(own), commons: Int(commons)))
    }

    var text: String {
        let json: JSON = [
            "shape": .string(shape), "own": .integer(place.own), "commons": .integer(place.commons),
        ]
        return json.text()
    }

    /// What everything that is brought in depends on but the records themselves.
    static func shape(of records: PublicRecords, at address: String) throws -> String {
        let tenant = records.tenant
        var parts = [
            edition, address, try records.origin(), tenant.name,
            tenant.names.map { "\($0.key.code)=\($0.value)" }.sorted().joined(separator: " "),
        ]
        for kind in records.kinds.sorted(by: { $0.key < $1.key }) {
            parts += [kind.key] + PublishedNames.types(of: kind) + kind.linked.codes.sorted()
            parts += kind.fields.map { field in
                "\(PublishedNames.attribute(field, of: kind)) \(field.kind) \(field.privacy)"
            }
        }
        return Digest.of(parts.joined(separator: "\n").utf8)
    }

    /// Another number whenever what is made of a record is another thing.
    private static let edition = "1"
}
