// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// What was typed in a form that was not taken: its texts, and the names of the files that were
/// sent with it, which are not kept.
struct SentForm: Sendable {
    var texts = FormData()
    var files: [String] = []

    /// What only its sender may know is never sent back to a page.
    private static let secrets: Set<String> = [
        "password", "current", "code", "proof-password", "proof-code",
    ]

    /// Whether it holds a password: then it is asked for anew.
    var isSecret: Bool { !Self.secrets.isDisjoint(with: texts.names) }

    /// What is sent along when it is sent again: all but the secret that no longer holds.
    var kept: [(String, String)] {
        texts.pairs.filter { $0.name != "csrf" }.map { ($0.name, $0.value) }
    }
}

/// A form that does not carry its sender's secret: it was open for too long, they have signed in or
/// out since, or another site made their browser send it.
public struct ExpiredForm: Error, Sendable {
    /// What was typed; nothing where the browser does not say that it was typed on this site, so
    /// that no other can put words into anybody's mouth.
    let sent: SentForm

    init() { sent = SentForm() }

    init(_ request: Request, _ sent: SentForm) {
        self.sent = request.isFormOfThisSite ? sent : SentForm()
    }

    /// The form to be shown again under the secret that holds now, with what is wrong with it; nil
    /// where nothing of it is known.
    public var form: TypedForm? {
        guard !sent.texts.pairs.isEmpty else { return nil }
        var form = TypedForm(sent.texts)
        form.problems.add(nil, "form_expired", Phrase("problem.form_expired"))
        if !sent.files.isEmpty {
            let names = sent.files.joined(separator: ", ")
            form.problems.add(nil, "files_lost", Phrase("problem.files_lost", ["names": names]))
        }
        return form
    }
}

extension Request {
    /// Whether it is a form that, as the browser says itself, stood on a page of this site.
    var isFormOfThisSite: Bool {
        guard !method.isSafe, !isAPI, format == .html else { return false }
        return headers["sec-fetch-site"] == "same-origin"
            || headers["origin"].map(isOwn(origin:)) ?? false
    }

    /// What was typed in a form that cannot be taken, if its body has not been read; none of it is
    /// kept anywhere.
    func passedOver() async -> SentForm {
        let type = (headers["content-type"] ?? "").lowercased()
        do {
            if type.hasPrefix("multipart/form-data") {
                let receiver = try FormReceiver(self)
                for try await piece in body.chunks { try await receiver.take(piece) }
                return try receiver.sent()
            }
            return SentForm(texts: try FormData(urlEncoded: try await body.bytes()))
        } catch { return SentForm() }
    }

    /// The address of the page a form stood on: the one the browser names, if it is of this site
    /// and can be asked for, else the form's own.
    var formPage: Href {
        for address in [ownReferer, path].compactMap(\.self) {
            let place = String(address.prefix { $0 != "?" })
            let plain = place.removingPercentEncoding ?? place
            if case .match = site.router.find(.get, plain) { return next(address) }
        }
        return "/work"
    }

    /// The address of this site the request was sent from, if the browser names one.
    private var ownReferer: String? {
        guard let referer = headers["referer"], let host = headers["host"] else { return nil }
        let start = ["http://\(host)", "https://\(host)"].first { referer.hasPrefix("\($0)/") }
        return start.map { String(referer.dropFirst($0.count).prefix { $0 != "#" }) }
    }
}
