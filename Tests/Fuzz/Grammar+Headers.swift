// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is said beside a request.
extension Grammar {
    mutating func link() -> String {
        let relation = "http://www.w3.org/ns/json-ld#context"
        let address = chance.percent(80) ? self.address() : uri()
        return chance.percent(85)
            ? "<\(address)>; rel=\"\(relation)\"; type=\"application/ld+json\""
            : chance.pick([
                "<\(address)>", address, "<", "<a,b>; rel=next, <\(address)>; rel=\"\(relation)\"", ";;;",
                "<>; rel=x",
            ])
    }

    mutating func accept() -> String {
        chance.pick([
            "application/json", "application/ld+json", "application/geo+json", "*/*", "text/html", "",
            "application/ld+json;q=0.5, application/json;q=nan", "application/*;q=0, */*", ",,;q=",
        ])
    }

    mutating func prefer() -> String {
        chance.pick([
            "ngsi-ld=1.5", "ngsi-ld=1.1", "ngsi-ld=1.2; x", "body=json", "ngsi-ld=99999999999999999999.1",
            "ngsi-ld=",
            "body = json, ngsi-ld=1.3", "ngsi-ld=-1.-1",
        ])
    }

    mutating func languages() -> String {
        chance.percent(70)
            ? language()
            : "\(language()),\(language());q=\(chance.pick(["0.5", "1", "nan", "2", "", "1e-400"])),*"
    }
}
