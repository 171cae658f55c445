// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// The values of a statement as libpq takes them: texts that end with a zero, in one piece of
/// memory.
struct PostgresArguments {
    private var bytes: [CChar] = []
    /// Where each begins; nil: it is null.
    private var places: [Int?] = []

    /// - Throws: `Fault` for a text with a zero in it, which the engine cannot keep.
    init(_ values: [Value]) throws {
        for value in values {
            switch value {
            case .null: places.append(nil)
            case .integer(let integer): add(String(integer))
            case .real(let real): add("\(real)")
            case .text(let text):
                guard !text.utf8.contains(0) else { throw Fault("a text has a zero in it") }
                add(text)
            }
        }
    }

    private mutating func add(_ text: String) {
        places.append(bytes.count)
        bytes.append(contentsOf: text.utf8.lazy.map { CChar(bitPattern: $0) })
        bytes.append(0)
    }

    /// Hands them to libpq.
    func lend<T>(_ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?) throws -> T) rethrows -> T {
        try bytes.withUnsafeBufferPointer { buffer in
            let pointers = places.map { place in
                place.flatMap { at in buffer.baseAddress.map { $0 + at } }
            }
            return try pointers.withUnsafeBufferPointer {
                try body(Int32(places.count), $0.baseAddress)
            }
        }
    }
}
