// SPDX-License-Identifier: EUPL-1.2

/// Types as people read and write them in a list: by their short names, where only one type that is here has
/// that name; else, as programs do, by the whole IRI.
struct TypeNames {
    /// The types that are here, as they are shown.
    let known: [String]
    /// What the interface calls a type, by its short name; only where these differ.
    private let wholes: [String: String]

    init(_ room: TwinRoom) {
        let iris = (try? room.twin.view().countsByType.keys.sorted()) ?? []
        let names = Dictionary(grouping: iris, by: room.name)
        var wholes: [String: String] = [:]
        for (name, iris) in names where iris.count == 1 && NameRules.isName(name) {
            wholes[name] = iris.first.map(room.naming.compact)
        }
        self.wholes = wholes.filter { $0.key != $0.value }
        known = iris.map { iri in
            let (name, whole) = (room.name(iri), room.naming.compact(iri))
            return wholes[name] == nil ? whole : name
        }
    }

    /// What somebody typed, as the interface has it.
    func meant(_ text: String) -> String { replacing(wholes, in: text) }

    /// What the interface has, as it is shown.
    func shown(_ text: String) -> String {
        replacing(Dictionary(wholes.map { ($0.value, $0.key) }) { first, _ in first }, in: text)
    }

    /// Puts other names for names that stand between the signs of a list (GS CIM 009, 4.17).
    private func replacing(_ names: [String: String], in text: String) -> String {
        var (whole, name) = ("", "")
        for character in text {
            guard ",;|() \t\n".contains(character) else {
                name.append(character)
                continue
            }
            whole += names[name] ?? name
            whole.append(character)
            name = ""
        }
        return whole + (names[name] ?? name)
    }
}
