// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Interfaces
import Kernel
import Planning
import Store
import Synchronization
import TestKit
import Web

extension Target {
    /// A whole request, as far as it comes after the HTTP library: the address with its filters and
    /// ids, cookies, tags, formats, a body. Lines: method and address, headers, an empty one, the body.
    /// Whatever it is, it is answered, and not with a fault of ours.
    static let request = Target("request") { bytes in
        let network = Served.shared
        let finished = DispatchSemaphore(value: 0)
        Task.detached {
            await network.answer(bytes)
            finished.signal()
        }
        finished.wait()
    }
}

/// A network with planning, served without a port; made when it is first asked.
final class Served: Sendable {
    static let shared = Served()
    private let test: TestNetwork
    private let token: String

    private init() {
        do {
            let face = try PlanningFace.face()
            let test = try TestNetwork(
                [.planning], faces: [face],
                derived: APIRoutes.all(for: [face], own: PlanningFace.operations)
                    + DerivedRoutes.all(for: [face]),
                rules: LawFiles.files(in: PlanningFace.rules).map {
                    try Rules(parsing: String(contentsOf: $0, encoding: .utf8))
                })
            let token = Mutex("")
            let made = DispatchSemaphore(value: 0)
            Task.detached {
                do {
                    try await test.open("dlr", systems: ["planning"])
                    let text = try await test.token("Orla", in: "dlr", roles: [.officer, .auditor])
                    token.withLock { $0 = text }
                } catch { preconditionFailure("\(error)") }
                made.signal()
            }
            made.wait()
            self.test = test
            self.token = token.withLock { $0 }
        } catch { preconditionFailure("\(error)") }
    }

    func answer(_ bytes: [UInt8]) async {
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        let lines = parts[0].split(separator: "\n", omittingEmptySubsequences: false)
        let first = lines[0].split(separator: " ", maxSplits: 1)
        guard first.count == 2, let method = Web.Method(rawValue: String(first[0])) else { return }
        let address = first[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        // As the server itself does: what is no address, or no query, comes no further.
        guard address[0].hasPrefix("/"), let path = String(address[0]).removingPercentEncoding,
            let query = try? FormData(urlEncoded: address.count > 1 ? String(address[1]) : "")
        else { return }
        var headers = ["host": "talka.test"]
        for line in lines.dropFirst() {
            let pair = line.split(separator: ":", maxSplits: 1)
            guard pair.count == 2 else { continue }
            let value = pair[1].trimmingPrefix(while: \.isWhitespace)
            headers[pair[0].lowercased()] = value == "Bearer T" ? "Bearer \(token)" : String(value)
        }
        let body = parts.count > 1 ? Array(parts[1].utf8) : []
        if !body.isEmpty { headers["content-length"] = headers["content-length"] ?? String(body.count) }
        let request = Request(
            method, path, query: query, headers: headers, body: RequestBody(body), peer: "192.0.2.7",
            now: test.clock.now, site: test.site)
        let answer = await TestAnswer(test.site.answer(request))
        expect(answer.status != 500, "answered with a fault: \(method.rawValue) \(path)")
    }
}
