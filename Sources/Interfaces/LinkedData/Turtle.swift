// SPDX-License-Identifier: EUPL-1.2

extension LinkedGraph {
    /// As Turtle 1.1: the same things with the same said of them.
    public var turtle: String {
        var text = ""
        for (prefix, iri) in Vocabulary.used(by: nodes) { text += "@prefix \(prefix): <\(iri)> .\n" }
        for node in nodes {
            let subject = node.iri.map { "<\($0)>" } ?? "[]"
            text += "\n\(subject)\(node.turtle(indent: "  ")) .\n"
        }
        return text
    }
}

extension LinkedNode {
    /// What is said of it, a line a property.
    fileprivate func turtle(indent: String) -> String {
        var lines: [String] = []
        if !types.isEmpty { lines.append("a " + types.map(Turtle.name).joined(separator: ", ")) }
        for property in properties {
            let values = property.values.map { $0.turtle(indent: indent + "  ") }
            lines.append("\(Turtle.name(property.name)) \(values.joined(separator: ", "))")
        }
        return lines.map { "\n\(indent)\($0)" }.joined(separator: " ;")
    }
}

extension LinkedValue {
    fileprivate func turtle(indent: String) -> String {
        switch self {
        case .iri(let iri): "<\(iri)>"
        case .node(let node): "[\(node.turtle(indent: indent)) ]"
        case .text(let text, nil): Turtle.quoted(text)
        case .text(let text, let language?): "\(Turtle.quoted(text))@\(language)"
        case .typed(let text, let type): "\(Turtle.quoted(text))^^\(Turtle.name(type))"
        case .all(let values): values.map { $0.turtle(indent: indent) }.joined(separator: ", ")
        }
    }
}

/// Names and texts as Turtle writes them.
private enum Turtle {
    /// A name with its prefix as it is; a whole one in brackets.
    static func name(_ name: String) -> String {
        Vocabulary.prefix(of: name) == nil ? "<\(LinkedNode.clean(name))>" : name
    }

    /// A text in quotation marks, on one line.
    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F {
                    out += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        return out + "\""
    }
}
