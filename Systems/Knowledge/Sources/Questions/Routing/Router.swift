// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Picks the desk a question goes to, by who asks, on what, where and in which language; and says why.
///
/// No desk answers those it is not there for, and a municipality's answers for itself alone. Of the
/// desks that are left:
/// - about a place, its own come before those of its country, and these before a desk for the rest,
///   wherever that is;
/// - about none, those that answer in the language come first, then whoever knows the topic, unless a
///   resident asks, whose country has to be found out: then a desk for the rest;
/// - the rest follows from whom they are there for, what they know, and the language.
struct Router {
    let desks: [OpenDesk]

    /// A desk, and why it is the one.
    struct Choice {
        let desk: OpenDesk
        let reasons: [Phrase]
    }

    /// The desks that would take a question, the best first; then those elsewhere that would, were it
    /// about no place: whoever works on it may ask who knows, too.
    func offers(for inquiry: Inquiry) -> [Choice] {
        let near = choices(for: inquiry)
        // Whoever is far away is an offer beside somebody nearer, never the answer.
        if near.isEmpty || inquiry.place == nil { return near }
        let there = Set(near.map(\.desk.address))
        var anywhere = inquiry
        (anywhere.place, anywhere.isPlaceRead) = (nil, false)
        return near + choices(for: anywhere).filter { !there.contains($0.desk.address) }
    }

    /// The desks that would take a question, the best first.
    func choices(for inquiry: Inquiry) -> [Choice] {
        let fits = desks.compactMap { DeskFit($0, inquiry) }
        // That nobody nearer takes it is said only where it is so.
        let isFar = !fits.isEmpty && fits.allSatisfy { $0.nearness == .elsewhere }
        return fits.map { ($0, $0.rank) }.sorted { one, other in
            if one.1 != other.1 { return other.1.lexicographicallyPrecedes(one.1) }
            return (one.0.desk.name, one.0.desk.id.text) < (other.0.desk.name, other.0.desk.id.text)
        }.map { Choice(desk: $0.0.desk, reasons: $0.0.reasons(isFar: isFar)) }
    }
}
