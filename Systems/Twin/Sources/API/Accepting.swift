// SPDX-License-Identifier: EUPL-1.2

/// In which forms a sender takes an answer: the header `Accept` (GS CIM 009, 6.3.4; RFC 9110, 12.5.1).
struct Accepting {
    private let ranges: [(range: String, weight: Double)]

    init(_ header: String) {
        ranges = header.split(separator: ",").map { part in
            let pieces = part.split(separator: ";").map { String($0).trimmingSpace }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            return (pieces.first?.lowercased() ?? "", weight ?? 1)
        }
    }

    /// The form that is wanted most; of those wanted alike, the one that stands first of `forms`. But GeoJSON
    /// is what is meant where it is named before all others: map programs name it so, and put behind it what
    /// they send to everybody (GDAL: `text/plain, application/json`).
    func choose(_ forms: [Call.Media]) -> Call.Media? {
        let isMap = ranges.first?.range == Call.Media.geo.rawValue && forms.contains(.geo)
        let forms = isMap ? [.geo] + forms : forms
        var best: (form: Call.Media, weight: Double)?
        for form in forms {
            let weight = weight(of: form)
            if weight > best?.weight ?? 0 { best = (form, weight) }
        }
        return best?.form
    }

    /// Whether a form is asked for by its name.
    func names(_ form: Call.Media) -> Bool { ranges.contains { $0.range == form.rawValue && $0.weight > 0 } }

    /// What is said of a form by the range that says most; 0: it is not taken.
    private func weight(of form: Call.Media) -> Double {
        for range in [form.rawValue, "application/*", "*/*"] {
            if let said = ranges.first(where: { $0.range == range }) { return said.weight }
        }
        return 0
    }
}

/// None of the forms that can be given is taken.
struct NotAcceptable: Error {
    let forms: [Call.Media]
}

extension TwinOperation {
    /// The forms an answer may have, in the order of 6.3.4.
    private var forms: [Call.Media] { givesGeoJSON ? [.json, .linked, .geo] : [.json, .linked] }

    /// The form the sender wants.
    /// - Throws: `NotAcceptable`. What asks for nothing is answered in whatever form, but where GeoJSON alone
    ///   is taken.
    func media(_ accept: String?) throws(NotAcceptable) -> Call.Media {
        guard let accept, !accept.isEmpty else { return .json }
        let accepting = Accepting(accept)
        if let form = accepting.choose(forms) { return form }
        let isAsking = method == .get || (method == .post && onlyAsks)
        guard isAsking || accepting.names(.geo) else { return .json }
        throw NotAcceptable(forms: forms)
    }
}
