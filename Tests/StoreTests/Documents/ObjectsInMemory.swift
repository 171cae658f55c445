// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Outgoing
import Store
import Synchronization
import Testing

/// An object store of a test's own: what was put, by path, and what goes wrong. A real one is met by
/// checks/documents.
final class ObjectsInMemory: Transferring {
    struct State {
        var objects: [String: [UInt8]] = [:]
        var asked: [String] = []
        /// What the next requests are answered with instead.
        var troubles: [(status: Int, body: String)?] = []
    }

    static let pageSize = 2
    let state = Mutex(State())

    func transfer(
        _ request: OutgoingRequest, from upload: String?, into download: String?
    ) throws -> OutgoingResponse {
        let parts = try #require(URLComponents(string: request.address))
        let body = try upload.map { try Data(contentsOf: URL(filePath: $0)) } ?? Data()
        let answer = try state.withLock { state -> OutgoingResponse in
            state.asked.append("\(request.method) \(parts.path)")
            if !state.troubles.isEmpty {
                guard let trouble = state.troubles.removeFirst() else { throw Fault("nobody answers") }
                return OutgoingResponse(status: trouble.status, body: Array(trouble.body.utf8))
            }
            switch request.method {
            case "PUT":
                let digest = request.headers.first { $0.name == "x-amz-content-sha256" }?.value
                guard digest == Digest.of(Array(body)) else { return OutgoingResponse(status: 400) }
                state.objects[parts.path] = Array(body)
                return OutgoingResponse(status: 200)
            case "DELETE":
                state.objects[parts.path] = nil
                return OutgoingResponse(status: 204)
            default:
                if parts.path == "/bucket" { return Self.page(parts, state.objects) }
                guard let object = state.objects[parts.path] else {
                    return OutgoingResponse(
                        status: 404, body: Array("<Error><Code>NoSuchKey</Code></Error>".utf8))
                }
                return OutgoingResponse(status: 200, body: object)
            }
        }
        guard let download, answer.status == 200 else { return answer }
        try Data(answer.body).write(to: URL(filePath: download))
        return OutgoingResponse(status: 200)
    }

    private static func page(_ parts: URLComponents, _ objects: [String: [UInt8]]) -> OutgoingResponse {
        func asked(_ name: String) -> String? { parts.queryItems?.first { $0.name == name }?.value }
        let prefix = "/bucket/" + (asked("prefix") ?? "")
        let names = objects.keys.filter { $0.hasPrefix(prefix) }
            .map { $0.dropFirst("/bucket/".count) }.sorted()
        let start = asked("continuation-token").flatMap { Int($0.dropFirst(2)) } ?? 0
        let some = names.dropFirst(start).prefix(pageSize)
        let isMore = start + pageSize < names.count
        let xml = """
            <?xml version='1.0'?><ListBucketResult>\(some.map {
                "<Contents><Key>\($0)</Key></Contents>"
            }.joined())<IsTruncated>\(isMore)</IsTruncated>\
            \(isMore ? "<NextContinuationToken>&amp;/\(start + pageSize)</NextContinuationToken>" : "")\
            </ListBucketResult>
            """
        return OutgoingResponse(status: 200, body: Array(xml.utf8))
    }
}
