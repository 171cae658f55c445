// SPDX-License-Identifier: EUPL-1.2

/// An organisation with a store of its own: a municipality, a body, or the network's operator,
/// whose store is the commons. A value that is held and handed on, never an ambient variable.
public struct Tenant: Sendable, Hashable {
    /// The name in addresses and of its store: lower-case letters, digits and single hyphens.
    public let slug: String
    /// What it is called, in its own words.
    public let name: String
    /// What it is called in other languages.
    public let names: [Language: String]
    /// Whose law it works under: the name of a file in `Jurisdictions/`.
    public let jurisdiction: String
    /// What sort of organisation: `municipality`, `body`, `operator`.
    public let sort: String
    /// Made up to show the product; pages say so.
    public let isDemo: Bool
    /// The systems switched on for it.
    public let systems: Set<String>

    public init(
        slug: String, name: String, names: [Language: String] = [:], jurisdiction: String,
        sort: String, isDemo: Bool, systems: Set<String>
    ) {
        self.slug = slug
        self.name = name
        self.names = names
        self.jurisdiction = jurisdiction
        self.sort = sort
        self.isDemo = isDemo
        self.systems = systems
    }

    /// What it is called to a reader of a language.
    public func name(in language: Language) -> String { names[language] ?? name }

    /// The operator's slug, and the commons'.
    public static let commons = "commons"

    /// How long a slug may be.
    public static let longestSlug = 63

    /// Whether a text may be a slug. Paths are made only from slugs that pass.
    public static func isSlug(_ text: some StringProtocol) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...longestSlug).contains(bytes.count), bytes.first != 45, bytes.last != 45 else {
            return false
        }
        var previous: UInt8 = 0
        for byte in bytes {
            let isWord = (97...122).contains(byte) || (48...57).contains(byte)
            guard isWord || (byte == 45 && previous != 45) else { return false }
            previous = byte
        }
        return true
    }
}
