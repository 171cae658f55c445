// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A place in an order of the register: the key it is ordered by and the number of the item.
/// As text it is opaque, and carries the order and the direction it was made for.
struct RegisterCursor: Hashable {
    /// Where an item stands in an order. No key stands after every key.
    struct Place: Hashable {
        let key: String?
        let item: Int64

        /// Whether it comes before another where the newest comes first.
        func isBefore(_ other: Place) -> Bool {
            if key == other.key { return item > other.item }
            guard let key else { return false }
            return other.key.map { key > $0 } ?? true
        }
    }

    let order: RegisterQuery.Order
    let place: Place
    /// Whether the page before the place is asked for, instead of the one after it.
    let isBackward: Bool

    init(_ order: RegisterQuery.Order, _ place: Place, isBackward: Bool) {
        self.order = order
        self.place = place
        self.isBackward = isBackward
    }

    /// The cursor as it stands in addresses: base64url without padding.
    var text: String {
        let plain = "\(order.rawValue) \(isBackward ? "b" : "f") \(place.item) \(place.key ?? "")"
        return Data(plain.utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// A cursor somebody sent.
    /// - Throws: `Problems` if it is none, or one of another order.
    init(_ text: String, for order: RegisterQuery.Order) throws {
        guard let cursor = Self.read(text, order) else {
            throw Problems("cursor", "not_a_cursor", Phrase("problem.not_a_cursor"))
        }
        self = cursor
    }

    private static func read(_ text: String, _ order: RegisterQuery.Order) -> RegisterCursor? {
        guard text.utf8.count <= 120 else { return nil }
        let base = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = base + String(repeating: "=", count: (4 - base.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: padded) else { return nil }
        let parts = String(decoding: data, as: UTF8.self)
            .split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == order.rawValue, parts[1] == "b" || parts[1] == "f",
            let item = Int64(parts[2]), item > 0
        else { return nil }
        let key = String(parts[3])
        let isKey =
            switch order {
            case .day: key.isEmpty || Day(iso: key)?.description == key
            case .recorded: Instant(iso: key)?.description == key
            }
        guard isKey else { return nil }
        let place = Place(key: key.isEmpty ? nil : key, item: item)
        return RegisterCursor(order, place, isBackward: parts[1] == "b")
    }
}
