// SPDX-License-Identifier: EUPL-1.2

/// What a case is known by in the Open Digital Planning format: the kind of application, the
/// organisation that decides it, and its `metadata.id`. None of the three is enough alone: the
/// published examples use one id for cases of three kinds.
public struct ODPKey: Sendable, Hashable, Codable {
    /// The kind of application, such as `pp.full.householder`, as it was sent.
    public let type: String
    /// The organisation's code, such as `LBH`, in capitals.
    public let organisation: String
    /// `metadata.id`; a UUID is in lower case, anything else as it was sent.
    public let id: String

    /// A key of parts that have been checked; capitals are made alike here.
    public init(type: String, organisation: String, id: String) {
        self.type = type
        self.organisation = organisation.uppercased()
        let isUUID = id.utf8.count == 36 && id.allSatisfy { $0.isHexDigit || $0 == "-" }
        self.id = isUUID ? id.lowercased() : id
    }
}

extension ODPKey: CustomStringConvertible {
    /// `pp.full.householder LBH 81bcaa0f-…`, for reports and logs.
    public var description: String { "\(type) \(organisation) \(id)" }
}
