// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Where documents lie, as the operator says it in one text.
public enum DocumentSetting: Sendable {
    case folder(String)
    case objects(S3Place)

    /// Reads `folder:DIR` or `s3://BUCKET/PREFIX?endpoint=…&region=…`.
    /// - Throws: `Fault`, in words for the operator.
    public init(_ text: String, key: String?, secret: String?) throws {
        if text.hasPrefix("folder:"), text.count > 7 {
            self = .folder(String(text.dropFirst(7)))
        } else if text.hasPrefix("s3:") {
            self = .objects(try S3Place(text, key: key, secret: secret))
        } else {
            throw Fault("it must be folder:DIR or s3://BUCKET/PREFIX?endpoint=…&region=…")
        }
    }

    /// - Parameter cache: the folder for copies of what lies elsewhere.
    public func shelf(cache: String) -> any DocumentShelf {
        switch self {
        case .folder(let path): FolderShelf(path)
        case .objects(let place): S3Shelf(place, cache: cache)
        }
    }
}
