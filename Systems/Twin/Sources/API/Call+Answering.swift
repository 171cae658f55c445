// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Answers in the form and the words that were asked for (GS CIM 009, 6.3.4 to 6.3.6).
extension Call {
    /// What goes into the `@context` of a body; nil where the words go by the header.
    var contextInBody: JSON? { media == .json ? Optional.none : context.document }

    /// The address of the words, for the `Link` header.
    func link(of context: TermTable) -> String {
        context.link ?? twin.contexts.address(of: context, at: request.origin)
    }

    /// An answer whose words are the reader's.
    func answer(_ bytes: [UInt8], status: Int = 200, more: [(String, String)] = []) -> Response {
        var response = Response(status, media.rawValue, bytes)
        // GeoJSON brings its words in the body unless it is asked not to (6.3.15).
        if media == .json || (media == .geo && !isGeoContextInBody) {
            response = response.adding("link", LinkHeader.naming(link(of: context)))
        }
        for (name, value) in more { response = response.adding(name, value) }
        return response
    }

    /// Whether a GeoJSON body holds `@context`: `Prefer: body=json` takes it out.
    var isGeoContextInBody: Bool {
        !(request.headers["prefer"] ?? "").split(separator: ",").contains {
            $0.filter { $0 != " " } == "body=json"
        }
    }

    /// A JSON answer that is in nobody's words.
    func plain(_ json: JSON, status: Int = 200) -> Response {
        Response(status, media == .geo ? "application/json" : media.rawValue, json.encoded())
    }

    static let done = Response(status: 204)

    /// Something was created under a path.
    func created(_ path: String, _ id: String) -> Response {
        Response(status: 201).adding("location", place(path, id))
    }

    /// Where something that was created is.
    func place(_ path: String, _ id: String) -> String {
        "/ngsi-ld/v1/\(path)/\(PathPart.encoded(id))"
    }

    /// 204, or 207 with what was not done (5.2.18): in whole names, since such an answer has no context
    /// (6.3.6).
    func answer(to outcome: Outcome) -> Response {
        guard !outcome.notUpdated.isEmpty else { return Self.done }
        let updated = outcome.updated.filter { $0 != "type" }.map { name in
            name.contains(":") ? name : CoreContext.namespace + name
        }
        let json: JSON = [
            "updated": .array(updated.map(JSON.string)),
            "notUpdated": .array(
                outcome.notUpdated.map { item in
                    var members: JSONObject = [
                        "attributeName": .string(item.name), "reason": .string(item.reason),
                    ]
                    if let datasetId = item.datasetId { members["datasetId"] = .string(datasetId) }
                    return .object(members)
                }),
        ]
        return Response(207, "application/json", json.encoded())
    }
}
