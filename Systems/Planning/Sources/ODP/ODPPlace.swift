// SPDX-License-Identifier: EUPL-1.2

/// A place in what was sent, and whether it, or anything under it, was read. Places know the way
/// up, so that a pointer is only put together where one is shown.
final class ODPPlace {
    private let key: String
    private let parent: ODPPlace?
    private var children: [String: ODPPlace] = [:]
    private(set) var isUsed = false
    /// On the way to a used place: anything else is unused with all it holds.
    private(set) var isPassed = false

    init(_ key: String, in parent: ODPPlace?) {
        self.key = key
        self.parent = parent
    }

    /// The place of a member or element that is there.
    func child(_ key: String) -> ODPPlace {
        if let child = children[key] { return child }
        let child = ODPPlace(key, in: self)
        children[key] = child
        return child
    }

    /// The place of a member or element, if anything looked there.
    func known(_ key: String) -> ODPPlace? { children[key] }

    func use() {
        isUsed = true
        var way = parent
        while let place = way, !place.isPassed {
            place.isPassed = true
            way = place.parent
        }
    }

    /// The JSON Pointer (RFC 6901) that leads here. That of the highest place is its key.
    var pointer: String {
        guard let parent else { return key }
        return parent.pointer + "/" + ODPPlace.escaped(key)
    }

    /// Lets go of all places under this one, which hold it.
    func forget() {
        for child in children.values { child.forget() }
        children = [:]
    }

    /// A key as part of a JSON Pointer.
    static func escaped(_ key: String) -> String {
        guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") })
        else { return key }
        return key.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
}
