// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Where a file of cases comes from.
public enum ODPSource: Sendable, Hashable {
    case path(String)
    case bytes([UInt8], name: String)

    /// What it is called in reports.
    public var name: String {
        switch self {
        case .path(let path): path
        case .bytes(_, let name): name
        }
    }

    /// What stands on standard input. No more is read than a file may have, and one byte to tell.
    /// - Throws: whatever the system says of it.
    public static func standardInput(limit: Int = 20_000_000) throws -> ODPSource {
        let input = FileHandle.standardInput
        var bytes: [UInt8] = []
        while bytes.count <= limit, let more = try input.read(upToCount: 1 << 20), !more.isEmpty {
            bytes += more
        }
        return .bytes(bytes, name: "-")
    }

    /// The files a list of paths names: a folder stands for the `.json` files in it, at any depth,
    /// in the order of their paths.
    public static func files(at paths: [String]) -> [ODPSource] {
        paths.flatMap { path -> [ODPSource] in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
                isFolder.boolValue
            else { return [.path(path)] }
            let inside = FileManager.default.enumerator(atPath: path)?
                .compactMap { $0 as? String } ?? []
            return inside.filter { $0.lowercased().hasSuffix(".json") }.sorted()
                .map { .path(path.hasSuffix("/") ? path + $0 : "\(path)/\($0)") }
        }
    }

    /// - Throws: `ODPSourceError` if it cannot be read; nothing is read of a file beyond `limit`.
    func bytes(limit: Int) throws(ODPSourceError) -> [UInt8] {
        switch self {
        case .bytes(let bytes, _): return bytes
        case .path(let path):
            guard let handle = FileHandle(forReadingAtPath: path) else { throw .unreadable }
            defer { try? handle.close() }
            do {
                return [UInt8](try handle.read(upToCount: limit + 1) ?? Data())
            } catch { throw .unreadable }
        }
    }
}

/// A file that cannot be opened.
enum ODPSourceError: Error { case unreadable }

/// A file that has been read: its cases, and its bytes where it holds a single one.
struct ReadFile: Sendable {
    let name: String
    let answers: [ODPReader.Answer]
    private let bytes: [UInt8]

    init(_ source: ODPSource, reader: ODPReader) {
        name = source.name
        do {
            let bytes = try source.bytes(limit: reader.bytesMax)
            let answers = reader.read(bytes: bytes)
            self.answers = answers
            self.bytes = answers.count == 1 ? bytes : []
        } catch {
            answers = [.failure(.unreadable)]
            bytes = []
        }
    }

    /// What is kept of a case, and under which name: the file itself; of a file of many cases only
    /// the case's own part, for the others are other people's.
    func content(of sent: ODPCase, at place: Int) -> (name: String, bytes: [UInt8]) {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        if answers.count == 1 { return (last, bytes) }
        let stem = last.lowercased().hasSuffix(".json") ? String(last.dropLast(5)) : last
        return ("\(stem)-\(place + 1).json", sent.json.encoded())
    }
}

/// How far an import has come.
public struct ODPProgress: Sendable, Hashable {
    /// Files that have been begun.
    public let files: Int
    /// Files there are.
    public let of: Int
    /// Cases that are done.
    public let cases: Int
}
