// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One request for further information as the case keeps it: what was asked, what was answered.
public struct InformationRequest: Sendable, Hashable {
    public var requestedOn: Day
    public var items: [String]
    public var isClarification = false
    public var extraMonths = 0
    public var repliedOn: Day?
    public var reply: String?
    public var files: [FileReference] = []
    public var fullyCompliedOn: Day?
    public var isSignificant = false
    public var readvertisedOn: Day?

    public init(requestedOn: Day, items: [String], isClarification: Bool = false) {
        self.requestedOn = requestedOn
        self.items = items
        self.isClarification = isClarification
    }

    /// What clocks depend on.
    var dates: InformationRound {
        InformationRound(
            requestedOn: requestedOn, isClarification: isClarification, extraMonths: extraMonths,
            fullyCompliedOn: fullyCompliedOn, isSignificant: isSignificant,
            readvertisedOn: readvertisedOn)
    }

    var json: JSON {
        [
            "requested_on": .string(requestedOn.description),
            "items": .array(items.map(JSON.string)), "clarification": .bool(isClarification),
            "extra_months": .integer(extraMonths), "replied_on": .day(repliedOn),
            "reply": .optional(reply), "files": .array(files.map(\.json)),
            "fully_complied_on": .day(fullyCompliedOn), "significant": .bool(isSignificant),
            "readvertised_on": .day(readvertisedOn),
        ]
    }

    init?(json: JSON) {
        guard let requestedOn = json.day("requested_on") else { return nil }
        self.init(
            requestedOn: requestedOn,
            items: json["items"]?.asArray?.compactMap(\.asString) ?? [],
            isClarification: json["clarification"]?.asBool ?? false)
        extraMonths = Int(json["extra_months"]?.asInteger ?? 0)
        repliedOn = json.day("replied_on")
        reply = json["reply"]?.asString
        files = json["files"]?.asArray?.compactMap(FileReference.init(json:)) ?? []
        fullyCompliedOn = json.day("fully_complied_on")
        isSignificant = json["significant"]?.asBool ?? false
        readvertisedOn = json.day("readvertised_on")
    }
}

extension JSON {
    static func day(_ day: Day?) -> JSON { .optional(day?.description) }
    func day(_ name: String) -> Day? { self[name]?.asString.flatMap { Day(iso: $0) } }
}

/// One condition of a permission, with its reason: s.34(10) of the 2000 Act asks for one each.
public struct Condition: Sendable, Hashable {
    public var text: String
    public var reason: String

    public init(text: String, reason: String) {
        self.text = text
        self.reason = reason
    }

    var json: JSON { ["text": .string(text), "reason": .string(reason)] }

    init?(json: JSON) {
        guard let text = json["text"]?.asString else { return nil }
        self.init(text: text, reason: json["reason"]?.asString ?? "")
    }
}

extension Application {
    /// The requests for further information, oldest first.
    public var informationRounds: [InformationRequest] {
        get { rounds?.asArray?.compactMap(InformationRequest.init(json:)) ?? [] }
        set { rounds = newValue.isEmpty ? nil : .array(newValue.map(\.json)) }
    }

    /// Whether significant additional data still has to be advertised (art. 35).
    var awaitsNotices: Bool {
        informationRounds.last { $0.isSignificant }.map { $0.readvertisedOn == nil } ?? false
    }

    /// The extensions the applicant agreed to, oldest first.
    public var agreedExtensions: [AgreedExtension] {
        get {
            extensions?.asArray?.compactMap { item in
                guard let consented = item.day("consented_on"), let until = item.day("until") else {
                    return nil
                }
                return AgreedExtension(consentedOn: consented, until: until)
            } ?? []
        }
        set {
            extensions = newValue.isEmpty ? nil : .array(newValue.map {
                ["consented_on": .day($0.consentedOn), "until": .day($0.until)]
            })
        }
    }

    /// The conditions of a permission, in order.
    public var conditionList: [Condition] {
        get { conditions?.asArray?.compactMap(Condition.init(json:)) ?? [] }
        set { conditions = newValue.isEmpty ? nil : .array(newValue.map(\.json)) }
    }
}
