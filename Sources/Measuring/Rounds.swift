// SPDX-License-Identifier: EUPL-1.2

/// Measures several sides in turn, round after round, so that whatever else the machine does meets
/// all of them alike.
public enum Rounds {
    /// - Returns: what each side gave in each round, in the order of the sides.
    public static func alternate<T>(
        _ rounds: Int, _ sides: [() async throws -> T]
    ) async throws -> [[T]] {
        var found = sides.map { _ in [T]() }
        for _ in 0..<rounds {
            for (index, side) in sides.enumerated() { found[index].append(try await side()) }
        }
        return found
    }
}
