// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Twin
import Web

/// An open twin, asked as programs ask it.
struct OpenTwin {
    let test: TestNetwork

    init(_ configuration: Configuration = Configuration()) throws {
        let face = try TwinFace.face(TwinHub(isOpen: true))
        test = try TestNetwork([.twin], faces: [face], configuration: configuration)
    }

    func ask(
        _ method: Web.Method, _ path: String, _ json: JSON? = nil, headers: [String: String] = [:]
    ) async -> TestAnswer {
        await test.client().api(method, "/ngsi-ld/v1/\(path)", json, headers: headers)
    }

    /// The whole name of a term nobody defined.
    static func name(_ term: String) -> String { "https://uri.etsi.org/ngsi-ld/default-context/\(term)" }

    static func property(_ value: JSON) -> JSON { ["type": "Property", "value": value] }

    static func car(_ number: Int, _ more: JSONObject = [:]) -> JSON {
        var json: JSONObject = [
            "id": .string("urn:ngsi-ld:Car:\(number)"), "type": "Car",
            "speed": property(.integer(number * 10)),
        ]
        for (key, value) in more { json[key] = value }
        return .object(json)
    }

    /// The error type of an answer, without what all have in common.
    static func problem(_ answer: TestAnswer) -> String? {
        answer.json["type"]?.asString?.split(separator: "/").last.map(String.init)
    }
}
