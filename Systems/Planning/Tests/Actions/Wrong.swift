// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is said to be wrong with what was sent, field and code; empty if it was taken.
func wrong(_ act: () async throws -> Void) async throws -> [String] {
    do {
        try await act()
        return []
    } catch let problems as Problems {
        return problems.all.map { "\($0.field ?? "-") \($0.code)" }
    }
}

/// Why something cannot be done now; nil if it was done.
func refused(_ act: () async throws -> Void) async throws -> String? {
    do {
        try await act()
        return nil
    } catch Refusal.notNow(let phrase) {
        return phrase.key
    }
}
