// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Whose mail it is: an address, and the name of whoever has it.
public struct Mailbox: Sendable, Hashable {
    public let address: String
    public let name: String?

    /// - Throws: `Fault`, without the address, if it is none that can be written to: ASCII, one `@`
    ///   with something on both sides, and nothing that means something else in a header, an
    ///   envelope or on a command line.
    public init(_ address: String, name: String? = nil) throws {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = address.utf8.allSatisfy { byte in
            byte > 0x20 && byte < 0x7f && !Array("\"(),:;<>[\\]".utf8).contains(byte)
        }
        guard isPlain, parts.count == 2, !parts[0].isEmpty, !parts[0].hasPrefix("-"),
            !parts[1].isEmpty, !parts[1].hasPrefix("-"), address.utf8.count <= 254
        else { throw Fault("an address that no mail can be sent to") }
        self.address = address
        self.name = name.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Reads `NAME <ADDRESS>` or `ADDRESS`.
    /// - Throws: `Fault` if there is no address in it.
    public init(reading text: String) throws {
        let text = text.trimmingCharacters(in: .whitespaces)
        guard text.hasSuffix(">"), let open = text.lastIndex(of: "<") else {
            try self.init(text)
            return
        }
        let name = text[..<open].trimmingCharacters(in: .whitespaces)
        let plain = name.hasPrefix("\"") && name.hasSuffix("\"") && name.count > 1
            ? String(name.dropFirst().dropLast()) : name
        try self.init(String(text[text.index(after: open)...].dropLast()), name: plain)
    }
}
