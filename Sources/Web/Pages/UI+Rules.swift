// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension UI {
    /// What a rule is called: `SYSTEM.rule.KEY`.
    func name(ofRule key: String, in system: String) -> String {
        words.find("\(system).rule.\(key)", in: language) ?? Self.spelled(key)
    }

    /// What a journal says an action was taken under, in the reader's words. Systems cite
    /// `NAME: SOURCE`, with the name of a rule or of a clock; anything else stands as it is.
    func cited(_ text: String, in system: String) -> String {
        guard let colon = text.firstRange(of: ": ") else { return text }
        let name = String(text[..<colon.lowerBound])
        guard name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") })
        else { return text }
        let called = words.find("clock.name.\(name)", in: language)
        return (called ?? self.name(ofRule: name, in: system)) + text[colon.lowerBound...]
    }

    /// What a jurisdiction is called: `jurisdiction.CODE`.
    public func jurisdiction(_ code: String) -> String {
        words.find("jurisdiction.\(code)", in: language) ?? code
    }

    /// What a country of the Union, or the United Kingdom, is called: by its code of two letters.
    public func country(_ code: String) -> String {
        words.find("country.\(code.uppercased())", in: language) ?? code
    }

    /// A source as a link where it is an address.
    func source(_ text: String) -> HTML {
        let isAddress = text.hasPrefix("https://") || text.hasPrefix("http://")
        return isAddress ? Href(text).map { link(text, $0) } ?? "\(text)" : "\(text)"
    }
}
