// SPDX-License-Identifier: EUPL-1.2

/// Why a multipart body is refused.
public enum MultipartFailure: Error, Sendable, Hashable {
    /// The content type is another one.
    case notMultipart
    /// The boundary is missing or has characters RFC 2046 does not allow.
    case badBoundary
    /// Something else stands where a boundary must, or after one.
    case badDelimiter
    /// A header is not in the form RFC 7578 gives it, or stands twice.
    case badHeader
    /// A part does not say which field it is.
    case noName
    /// A text is not UTF-8.
    case notUTF8
    case headerTooLong
    case tooManyParts
    case partTooLong
    /// The body ends before its last boundary.
    case endsTooSoon
}
