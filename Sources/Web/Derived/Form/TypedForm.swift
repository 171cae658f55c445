// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// A form as a person sent it: the texts as they typed them, to be shown again whatever becomes of
/// them, and what was wrong with the files that came along.
///
/// Beside `NAME` itself a field may be sent in parts: a day as `NAME-day`, `-month` and `-year`, a
/// moment with `NAME-time` too, a shape as `NAME-geojson` beside a mark of the shape the form was
/// shown with (`NAME-shown`), documents sent before as `NAME-kept` (their references, as JSON) less
/// those in `NAME-remove`.
public struct TypedForm: Sendable {
    public var texts: FormData
    /// One for each file that was refused.
    public var problems = Problems()

    public init(_ texts: FormData = FormData()) { self.texts = texts }

    /// What a record or an action's form knows beforehand, as it would be typed.
    public init(_ values: Values, of fields: [FieldDescription], zone: Zone) {
        texts = FormData(fields.flatMap { $0.typed(values[$0.name] ?? .null, zone: zone) })
    }

    /// The first text under a name.
    public subscript(name: String) -> String? { texts[name] }

    /// Puts a text in the place of what was typed under a name.
    public mutating func put(_ text: String, under name: String) {
        let old: Set = [name, "\(name)-geojson", "\(name)-shown"]
        let others = texts.pairs.filter { !old.contains($0.name) }
        texts = FormData(others.map { ($0.name, $0.value) } + [(name, text)])
    }

    /// Each field's text as ``ActionKind/read(form:partial:)`` reads it. Fields that were not sent
    /// are not there.
    /// - Parameters:
    ///   - zone: the zone moments are typed in.
    ///   - months: the names of months, by number, that may stand in a day.
    public func read(
        _ fields: [FieldDescription], zone: Zone, months: [String: Int] = [:]
    ) -> [String: String] {
        var read: [String: String] = [:]
        for field in fields where !field.isDerived {
            read[field.name] = text(of: field, zone: zone, months: months)
        }
        return read
    }

    private func text(of field: FieldDescription, zone: Zone, months: [String: Int]) -> String? {
        let name = field.name
        switch field.kind {
        case .day: return day(name, months)
        case .instant: return instant(name, zone, months)
        case .geometry: return place(name)
        case .choices:
            return texts[name].map { _ in texts.all(name).joined(separator: " ") }
        case .files(let max):
            guard texts[name] ?? texts["\(name)-kept"] != nil else { return nil }
            let removed = Set(texts.all("\(name)-remove"))
            let all = kept(name).filter { !removed.contains($0.digest) }
            // A new document takes the place of the one there was, where only one may be.
            return JSON.array((max == 1 ? all.suffix(1) : all[...]).map(\.json)).text()
        default: return texts[name]
        }
    }

    /// What was typed for a place: a shape goes before coordinates, unless it is the one that was
    /// there and coordinates have been typed since.
    func place(_ name: String) -> String? {
        let shape = texts["\(name)-geojson"] ?? ""
        let point = texts[name] ?? ""
        if Self.isBlank(shape) { return texts[name] }
        let isOld = texts["\(name)-shown"] == Self.mark(of: shape)
        return isOld && !Self.isBlank(point) ? point : shape
    }

    /// By what a shape is known again, without sending it twice.
    static func mark(of shape: String) -> String {
        let seen = shape.filter { !$0.isWhitespace }
        return seen.isEmpty ? "" : String(Digest.of(Array(seen.utf8)).prefix(16))
    }

    private static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }

    /// The documents sent for a field, now or before, once each.
    func kept(_ name: String) -> [FileReference] {
        var seen = Set<String>()
        return sent(name).filter { seen.insert($0.digest).inserted }
    }

    /// The documents that are the same as one sent before them, under another name.
    func doubles(_ name: String) -> [(kept: FileReference, double: FileReference)] {
        let (kept, all) = (kept(name), sent(name))
        return kept.compactMap { first in
            all.first { $0.digest == first.digest && $0.name != first.name }.map { (first, $0) }
        }
    }

    private func sent(_ name: String) -> [FileReference] {
        texts.all("\(name)-kept")
            .compactMap { try? JSON(parsing: Array($0.utf8)) }
            .compactMap(FileReference.init(json:))
    }

    private func day(_ name: String, _ months: [String: Int]) -> String? {
        if let typed = texts[name] { return TypedDay.iso(typed, months: months) ?? typed }
        guard texts["\(name)-day"] ?? texts["\(name)-month"] ?? texts["\(name)-year"] != nil else {
            return nil
        }
        let parts = DateParts(name, in: texts)
        return TypedDay.iso("\(parts.day) \(parts.month) \(parts.year)", months: months)
            ?? parts.text
    }

    private func instant(_ name: String, _ zone: Zone, _ months: [String: Int]) -> String? {
        if let typed = texts[name], Instant(iso: typed) != nil { return typed }
        guard let day = day(name, months) else { return nil }
        let time = (texts["\(name)-time"] ?? "").filter { !$0.isWhitespace }
        if day.isEmpty && time.isEmpty { return "" }
        guard let civil = Day(iso: day), let minutes = Self.minutes(time) else {
            return "\(day) \(time)"
        }
        return zone.instant(civil, minutes: minutes).description
    }

    /// `14:30` or `14.30` as minutes after midnight.
    private static func minutes(_ time: String) -> Int? {
        guard let match = time.wholeMatch(of: /([0-9]{1,2})[:.]([0-9]{2})/),
            let hour = Int(match.1), let minute = Int(match.2), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }
}
