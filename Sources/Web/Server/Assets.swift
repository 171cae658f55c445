// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// The files pages load, read once at start and kept under their digests.
public struct Assets: Sendable {
    struct File: Sendable {
        let bytes: [UInt8]
        let media: String
        let digest: String
    }

    private let byPath: [String: File]

    /// Reads the files that come with the program.
    /// - Throws: `Fault` when they are not there.
    public init() throws {
        let folder = Bundle.module.bundleURL.appending(path: "Assets")
        var files: [String: File] = [:]
        guard let paths = FileManager.default.enumerator(atPath: folder.path) else {
            throw Fault("the program's assets are not beside it: \(folder.path)")
        }
        for case let path as String in paths {
            guard let data = FileManager.default.contents(atPath: "\(folder.path)/\(path)"),
                let media = Self.media[(path as NSString).pathExtension]
            else { continue }
            let bytes = [UInt8](data)
            files[path] = File(bytes: bytes, media: media, digest: Digest.of(bytes))
        }
        byPath = files
    }

    /// A file by its path below `/assets/`.
    func file(_ path: String) -> File? { byPath[path] }

    /// The bytes of a file, for what is drawn here.
    public func bytes(_ path: String) -> [UInt8]? { byPath[path]?.bytes }

    /// The address of a file, which changes with its content.
    public func href(_ path: String) -> Href {
        let version = byPath[path].map { String($0.digest.prefix(12)) }
        return (Href("/assets/" + path) ?? .nowhere).with(["v": version])
    }

    var files: Frame.Files {
        Frame.Files(
            style: href("style.css"), print: href("print.css"), script: href("talka.js"),
            icon: href("favicon.svg"))
    }

    private static let media = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml", "png": "image/png", "json": "application/json",
        "woff2": "font/woff2", "txt": "text/plain; charset=utf-8", "bin": "application/octet-stream",
    ]
}
