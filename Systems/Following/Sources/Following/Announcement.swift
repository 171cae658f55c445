// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What another network says of itself, read and not yet believed.
struct Announcement {
    let name: String
    let address: NetworkAddress
    let kinds: [String]
    /// Whether its data are invented.
    let isDemonstration: Bool
    /// Its keys, oldest first: it signs with the last.
    private let chain: [SigningKeys.Link]

    /// The key it says it signs with.
    let key: Ed25519.PublicKey

    /// - Throws: `Trouble` for what is none.
    init(_ json: JSON) throws(Trouble) {
        guard let name = json["name"]?.asString?.onOneLine(200), !name.isEmpty,
            let address = json["address"]?.asString.flatMap(NetworkAddress.init),
            let kinds = json["kinds"]?.asArray, kinds.count <= 100,
            let keys = json["keys"]?.asArray, keys.count <= 20
        else { throw Trouble(.garbage, "it does not say what it is") }
        self.name = name
        self.address = address
        isDemonstration = json["isDemonstration"]?.asBool ?? false
        self.kinds = kinds.compactMap { $0.asString?.onOneLine(80) }
        chain = keys.compactMap(SigningKeys.Link.init(json:))
        guard let last = chain.last, chain.count == keys.count else {
            throw Trouble(.garbage, "it shows no key that can be read")
        }
        key = last.key
    }

    /// Whether a key it was known by has vouched, over those between, for the one it signs with now.
    func isVouched(by known: Ed25519.PublicKey) -> Bool {
        guard let start = chain.firstIndex(where: { $0.key == known }) else { return false }
        var before = known
        for link in chain[(start + 1)...] {
            guard let vouched = link.vouched,
                before.verifies(vouched, over: SigningKeys.voucher(of: link.key))
            else { return false }
            before = link.key
        }
        return true
    }
}

extension String {
    /// The text on one line, without what nobody sees, and no longer than this.
    func onOneLine(_ most: Int) -> String {
        let plain = visible.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? " " : Character(scalar)
        }
        let words = String(plain).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return String(words.prefix(most))
    }

    /// The text in its lines, without what nobody sees, and no longer than this.
    func inLines(_ most: Int) -> String {
        let lines = withOneLineEnd.split(separator: "\n", omittingEmptySubsequences: false)
        let plain = lines.map { $0.isEmpty ? "" : String($0).onOneLine(most) }
        return String(plain.joined(separator: "\n").prefix(most))
    }
}
