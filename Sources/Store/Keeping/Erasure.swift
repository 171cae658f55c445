// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// That a person's values were erased in a store: which of which records, and never what they were.
/// The journal keeps its digests and the chain verifies; a value that is gone is accepted where one
/// of these says so, and nowhere else.
public struct Erasure: Record {
    /// Who asked, by id; what the id stood for is erased with the rest.
    public var person = RecordID.none
    /// `[{"record": "system.kind", "id": …, "fields": […]}]`.
    public var erased: JSON?
    /// Records that a law keeps, with the reason.
    public var kept: JSON?

    public init() {}

    public static let fields: Fields<Erasure> = [
        .person("person", \.person), .json("erased", \.erased), .json("kept", \.kept),
    ]

    public static let kind = RecordKind(
        Erasure.self, system: "network", name: "erasure", plural: "erasures", states: ["done"],
        readers: [.role(.administrator), .role(.auditor)],
        list: ListShape(columns: ["person"], order: "id"))

    /// Noting it. Internal: who notes it erases in the same transaction.
    static let note = Action<Erasure, Erasure>(
        "erase_personal", by: [.system("erasure")], to: ["done"], isInternal: true
    ) { erasure, input, _ in erasure.fields = input.fields }
}

/// Which personal values the store's own records say were erased.
struct ErasedValues {
    /// `system.kind id field`.
    private let values: Set<String>
    /// The ids of the records something of was erased.
    let records: Set<String>

    init(on connection: any Connection) throws {
        var values = Set<String>()
        var records = Set<String>()
        if try connection.tables().contains(Erasure.kind.table) {
            for row in try connection.rows("SELECT erased FROM \(Erasure.kind.table)") {
                for item in JSON(stored: row[0])?.asArray ?? [] {
                    guard let record = item["record"]?.asString, let id = item["id"]?.asString else {
                        continue
                    }
                    records.insert(id)
                    for field in item["fields"]?.asArray ?? [] {
                        values.insert("\(record) \(id) \(field.asString ?? "")")
                    }
                }
            }
        }
        self.values = values
        self.records = records
    }

    func contains(_ place: [String]) -> Bool { values.contains(place.joined(separator: " ")) }
}
