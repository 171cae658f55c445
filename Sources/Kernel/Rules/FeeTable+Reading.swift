// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// Reading a fee table from a rule file: a list of rows.
extension FeeTable {
    init(_ json: JSON, currency: String?, at path: String) throws(RuleFileError) {
        guard let elements = json.asArray, !elements.isEmpty else {
            throw RuleFileError(path: path, message: "must be a list of fee classes")
        }
        var rows: [Row] = []
        for (index, element) in elements.enumerated() {
            let row = try Row(element, currency: currency, at: "\(path)[\(index)]")
            guard !rows.contains(where: { $0.name == row.name }) else {
                throw RuleFileError(
                    path: "\(path)[\(index)].class", message: "is in the table twice")
            }
            rows.append(row)
        }
        self.rows = rows
    }
}

extension FeeTable.Row {
    fileprivate init(_ json: JSON, currency: String?, at path: String) throws(RuleFileError) {
        let object = try StrictObject(
            json, at: path, allowing: ["class", "retention"] + FeeTable.Charge.keys)
        name = try object.text("class")
        charge = try FeeTable.Charge(object, currency: currency)
        if object.has("retention") {
            retention = try FeeTable.Charge(
                StrictObject(
                    object.value("retention"), at: object.place("retention"),
                    allowing: FeeTable.Charge.keys),
                currency: currency)
        } else {
            retention = nil
        }
    }
}

extension FeeTable.Charge {
    fileprivate static let keys = [
        "flat", "perUnit", "unit", "unitSize", "above", "max", "certain",
    ]

    fileprivate init(_ object: StrictObject, currency: String?) throws(RuleFileError) {
        func money(_ key: String) throws(RuleFileError) -> Money? {
            guard object.has(key) else { return nil }
            return try RuleContent.money(
                object.value(key), currency: currency, at: object.place(key))
        }
        func decimal(_ key: String, default standard: Decimal) throws(RuleFileError) -> Decimal {
            guard object.has(key) else { return standard }
            let decimal = try RuleContent.decimal(object.value(key), at: object.place(key))
            guard decimal > 0 else { throw object.error(key, "must be above 0") }
            return decimal
        }
        flat = try money("flat")
        perUnit = try money("perUnit")
        max = try money("max")
        certain = try object.flag("certain", default: true)
        unit = try object.textIfAny("unit")
        unitSize = try decimal("unitSize", default: 1)
        above = try decimal("above", default: 0)
        guard flat != nil || perUnit != nil else {
            throw object.error("flat", "is missing; a class has flat, perUnit or both")
        }
        guard (perUnit == nil) == (unit == nil) else {
            throw object.error("unit", "and perUnit are given together or not at all")
        }
        guard perUnit != nil || !(object.has("unitSize") || object.has("above")) else {
            throw object.error("perUnit", "is missing; unitSize and above need it")
        }
    }
}
