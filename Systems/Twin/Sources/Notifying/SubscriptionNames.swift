// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Tells a subscription, a part of one or a query in other words: each name as another context has it.
struct SubscriptionNames {
    let from: any Naming
    let to: any Naming

    func translated(_ members: JSONObject) -> JSONObject {
        var told = members
        if case .array(let items)? = told["entities"] {
            told["entities"] = .array(
                items.map { item in
                    change(item, "type") { names(in: $0, between: ",|;()") }
                })
        }
        let geo = told["geoQ"].map { change($0, "geoproperty") { condition($0) } }
        if let geo { told["geoQ"] = geo }
        for key in ["q", "csf"] {
            if case .string(let text)? = told[key] { told[key] = .string(condition(text)) }
        }
        for key in ["watchedAttributes", "expandValues", "jsonKeys"] { lists(key, ",", in: &told) }
        if case .object(var notification)? = told["notification"] {
            for key in ["attributes", "pick", "omit"] { lists(key, ",|{}", in: &notification) }
            told["notification"] = .object(notification)
        }
        return told
    }

    /// A parameter of a query (6.4.3.2, 6.4.3.3); nil: it cannot be told so.
    func translated(_ parameter: String, _ text: String) -> String? {
        switch parameter {
        case "type": names(in: text, between: ",|;()")
        case "q", "geoproperty": said(text)
        case "attrs", "expandValues", "jsonKeys", "keep", "drop": names(in: text, between: ",")
        default: text
        }
    }

    private func change(_ json: JSON, _ key: String, _ body: (String) -> String) -> JSON {
        guard case .object(var members) = json, case .string(let text)? = members[key] else { return json }
        members[key] = .string(body(text))
        return .object(members)
    }

    private func lists(_ key: String, _ signs: String, in members: inout JSONObject) {
        switch members[key] {
        case .string(let text)?: members[key] = .string(names(in: text, between: signs))
        case .array(let items)?:
            members[key] = .array(
                items.map { item in
                    item.asString.map { .string(names(in: $0, between: signs)) } ?? item
                })
        default: return
        }
    }

    private func name(_ name: some StringProtocol) -> String {
        let iri = from.expand(String(name))
        // Such as `id`, which is a word of JSON-LD itself.
        return iri.hasPrefix("@") ? String(name) : to.compact(iri)
    }

    /// A text of names with signs between them.
    private func names(in text: String, between signs: String) -> String {
        var (told, start) = ("", text.startIndex)
        for index in text.indices where signs.contains(text[index]) {
            if start < index { told += name(text[start..<index]) }
            told.append(text[index])
            start = text.index(after: index)
        }
        return start < text.endIndex ? told + name(text[start...]) : told
    }

    // MARK: Queries

    /// A query (4.9) or a path. One that cannot be told so, since a whole IRI cannot stand before a dot,
    /// stays as it is.
    private func condition(_ text: String) -> String { said(text) ?? text }

    private func said(_ text: String) -> String? {
        var scanner = QueryScanner(text, pointer: "")
        var told = ""
        while !scanner.isAtEnd {
            guard let path = path(&scanner), let rest = rest(&scanner, of: text) else { return nil }
            told += path + rest
        }
        return told
    }

    /// A path, with the parentheses before it.
    private func path(_ scanner: inout QueryScanner) -> String? {
        var told = ""
        while scanner.take("(") { told += "(" }
        var (braces, isWhole) = (0, false)
        while let next = scanner.name(inBraces: braces > 0) {
            let name = name(next)
            if isWhole { return nil }
            told += name
            let sign = [".", "{", ",", ":", "["].first { scanner.take($0) }
            isWhole = name.contains("://") && sign == "."
            guard let sign else { break }
            told += sign
            if sign == "{" { braces += 1 }
            if sign == "[" {
                guard let members = scanner.members(most: 100), scanner.take("]") else { return nil }
                told += members.joined(separator: ".") + "]"
                break
            }
        }
        while scanner.take("}") { told += "}" }
        return told.isEmpty ? nil : told
    }

    /// The operator and the values behind a path, as far as the next path.
    private func rest(_ scanner: inout QueryScanner, of text: String) -> String? {
        let bytes = Array(text.utf8)
        let start = scanner.place
        if scanner.take("!~=") || scanner.take("~=") {
            guard (try? scanner.expression()) ?? nil != nil else { return nil }
        } else if ["==", "!=", ">=", "<=", ">", "<"].contains(where: { scanner.take($0) }) {
            repeat {
                let before = scanner.place
                guard (try? scanner.value()) != nil, scanner.place > before else { return nil }
            } while scanner.take(",") || scanner.take("..")
        }
        while scanner.take(")") {}
        if !scanner.take(";") { _ = scanner.take("|") }
        guard scanner.place > start || scanner.isAtEnd else { return nil }
        return String(decoding: bytes[start..<scanner.place], as: UTF8.self)
    }
}
