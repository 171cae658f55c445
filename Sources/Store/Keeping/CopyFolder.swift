// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A folder that an export or a backup is written into. It has another name until it is whole, so
/// that no half of one is ever taken for a whole.
struct CopyFolder {
    /// Where it is written.
    let path: String
    /// Where it will be.
    private let place: String

    /// - Throws: `Fault` if the place is taken, or nothing can be written there.
    init(_ place: String) throws {
        let place = (place as NSString).standardizingPath
        self.place = place
        path = place + ".unfinished"
        let there = try? FileManager.default.contentsOfDirectory(atPath: place)
        guard there?.isEmpty ?? !FileManager.default.fileExists(atPath: place) else {
            throw Fault("\(place) is there already; name a folder that is not")
        }
        // What an earlier attempt left is of no use: the stores have gone on.
        try? FileManager.default.removeItem(atPath: path)
        for folder in ["", "/stores", "/documents"] {
            try Folder.make(path + folder)
            _ = chmod(path + folder, 0o700)
        }
    }

    /// Puts it in its place. Everything in it is on the disk before.
    func finish(_ manifest: Manifest) throws {
        try manifest.write(in: path)
        rmdir(place)
        guard rename(path, place) == 0 else {
            throw Fault("cannot give \(path) its name: error \(errno)")
        }
        let above = (place as NSString).deletingLastPathComponent
        try Folder.sync(above.isEmpty ? "." : above)
    }

    /// Takes it away: it will not be whole.
    func discard() { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a text file that its owner alone reads.
    static func write(_ text: String, to path: String) throws {
        try Folder.make((path as NSString).deletingLastPathComponent)
        guard FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw Fault("cannot write \(path)") }
        try Folder.sync(path)
    }

    /// The same content under another name, without a copy where the disk allows it.
    static func link(_ from: String, _ to: String) throws {
        try Folder.make((to as NSString).deletingLastPathComponent)
        if Foundation.link(from, to) == 0 { return }
        try Folder.copy(from, to: to)
        try Folder.sync(to)
    }
}
