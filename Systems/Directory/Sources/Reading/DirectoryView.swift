// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Web

/// The directory as one request asks for it: on a day, as it was recorded, in a language.
struct DirectoryView: Sendable {
    let snapshot: DirectorySnapshot
    /// The day things are shown as they stood on.
    let day: Day
    /// The day, where it was asked for.
    let on: Day?
    let asOf: Instant?
    let language: Language
    /// Whether the reader may correct entries and strike them out.
    let isKeeper: Bool

    init(_ request: Request, _ cache: DirectoryCache) throws {
        let network = request.site.network
        on = try request.on()
        asOf = try request.asOf()
        day =
            on
            ?? network.commons.moment(for: .visitor, system: "directory", at: request.now).today
        language = request.language
        isKeeper = request.visitor.actor(in: Tenant.commons).roles.contains(.administrator)
        snapshot = try cache.snapshot(of: network, asOf: asOf)
    }

    /// The organisation of that slug.
    /// - Throws: `Refusal.notFound` if there is none.
    func organisation(_ slug: String) throws -> Organisation {
        guard let organisation = snapshot.organisations[slug] else { throw Refusal.notFound }
        return organisation
    }

    /// The shared system of that slug.
    /// - Throws: `Refusal.notFound` if there is none.
    func system(_ slug: String) throws -> SharedSystem {
        guard let system = snapshot.systems.first(where: { $0.slug == slug }) else {
            throw Refusal.notFound
        }
        return system
    }

    /// The names an organisation had on the day; of one that was not there then, all.
    func names(_ slug: String) -> [Name] {
        let all = snapshot.names[slug] ?? []
        let then = all.filter { $0.holds(on: day) }
        return then.isEmpty ? all : then
    }

    /// What an organisation is called: in the reader's language, else in English, else at all.
    func name(_ slug: String, in language: Language? = nil) -> String {
        let names = names(slug)
        let wanted = language ?? self.language
        return (names.last { $0.language == wanted.code } ?? names.last { $0.language == "en" }
            ?? names.first)?.name ?? slug
    }

    /// Whether an organisation was there on the day; nil where nothing recorded tells. What stands
    /// in the directory is there today; before a founding nothing was.
    func existed(_ organisation: Organisation) -> Bool? {
        guard organisation.holds(on: day) else { return false }
        if on == nil || organisation.from != nil { return true }
        let events = snapshot.events[organisation.slug] ?? []
        if let founding = events.first(where: { $0.sort == .founding }) {
            return founding.hadHappened(by: day)
        }
        let isSeen = events.contains { $0.hadHappened(by: day) == true }
        return isSeen || (organisation.known.readOn.map { $0 <= day } ?? false) ? true : nil
    }

    /// How many of these are not known to have been there on the day.
    func unknown(among organisations: [Organisation]) -> Int {
        organisations.count { existed($0) == nil }
    }

    /// The bodies there were on the day, without the parts of others.
    var bodies: [Organisation] { existing { !$0.sort.isAuthority && $0.parent == nil } }

    /// The local authorities there were on the day, of one country or of all.
    func authorities(of country: String? = nil) -> [Organisation] {
        existing { $0.sort.isAuthority && (country == nil || $0.country == country) }
    }

    /// The authorities there were on some earlier day, but not on this.
    var former: [Organisation] {
        sorted(snapshot.organisations.values.filter { $0.until.map { $0 < day } ?? false })
    }

    /// The parts of a body.
    func parts(of slug: String) -> [Organisation] { existing { $0.parent == slug } }

    private func existing(_ isWanted: (Organisation) -> Bool) -> [Organisation] {
        sorted(snapshot.organisations.values.filter { isWanted($0) && existed($0) != false })
    }

    private func sorted(_ organisations: [Organisation]) -> [Organisation] {
        organisations.map { (Self.folded(name($0.slug)), $0) }
            .sorted { ($0.0, $0.1.slug) < ($1.0, $1.1.slug) }.map(\.1)
    }

    /// A text without case and accents, to sort and to search by.
    static func folded(_ text: String) -> String {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }
}
