// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// The answers of an application by which fees are charged.
enum FeeMeasure {
    /// The field that holds the measure, by the unit of a charge.
    private static let fields = [
        "house": "homes", "square_metre": "floor_area_new", "hectare": "site_area",
        "metre": "line_length",
    ]

    /// The field by which the fee of an application's class is charged; nil where the fee is one
    /// sum, or the class is none of the table's.
    static func field(for application: Application, at moment: Moment) -> String? {
        guard let row = row(of: application, at: moment) else { return nil }
        let isRetention = application.type == FeeColumn.retention.rawValue
        let charge = isRetention ? row.retention ?? row.charge : row.charge
        return charge.unit.flatMap { fields[$0] }
    }

    /// The row of the fee table for an application's class; nil if there is none.
    static func row(of application: Application, at moment: Moment) -> FeeTable.Row? {
        guard let name = application.developmentClass else { return nil }
        return try? moment.rules[.fees, on: moment.today].value.row(name)
    }

    /// How much there is of an application, by unit.
    static func all(of application: Application) -> [String: Decimal] {
        fields.compactMapValues { name in
            guard let value = application.value(of: name) else { return nil }
            return Decimal(stored: value) ?? value.integer.map { Decimal($0) }
        }
    }
}
