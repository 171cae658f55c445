// SPDX-License-Identifier: EUPL-1.2

/// Reads `multipart/form-data` (RFC 7578, RFC 2046 §5.1) as it arrives, in pieces of any size, so
/// that a large file never has to be held in memory.
///
/// Whatever could be read in two ways is refused rather than guessed: bare line feeds, folded or
/// repeated headers, text before the first boundary or after the last. Once it has failed, it
/// fails for good.
///
///     var parser = try MultipartParser(contentType: header)
///     for await piece in body { for event in try parser.feed(piece) { … } }
///     try parser.finish()
public struct MultipartParser: Sendable {
    /// What has been read.
    public enum Event: Sendable, Hashable {
        /// A part begins: a field, or a file if it has a file name.
        case begin(MultipartPart)
        /// More of the part's content.
        case data([UInt8])
        /// The part is complete.
        case end
    }

    /// How much is taken.
    public struct Limits: Sendable, Hashable {
        /// The headers of one part.
        public var headerBytes: Int
        public var parts: Int
        /// The content of a part that is not a file.
        public var fieldBytes: Int
        /// The content of a file.
        public var fileBytes: Int

        /// How much is taken; the sizes are in bytes.
        public init(
            headerBytes: Int = 8 << 10, parts: Int = 500, fieldBytes: Int = 1 << 20,
            fileBytes: Int = 100 << 20
        ) {
            self.headerBytes = headerBytes
            self.parts = parts
            self.fieldBytes = fieldBytes
            self.fileBytes = fileBytes
        }
    }

    private enum State: Sendable {
        /// At the place where a delimiter must stand.
        case start
        /// Right after a delimiter: another part, or the end.
        case afterDelimiter
        case headers
        case body
        case done
        case failed(MultipartFailure)
    }

    private let limits: Limits
    /// The boundary with the line end and the two hyphens that belong to it.
    private let delimiter: [UInt8]
    private var state = State.start
    /// What has arrived and is not read yet; it begins with the line end that the first delimiter
    /// alone does without.
    private var pending = crlf
    /// How much of `pending` is known not to hold the end of the headers.
    private var searched = 0
    private var parts = 0
    private var size = 0
    private var sizeMax = 0

    /// For a body sent with this `Content-Type`.
    /// - Throws: `.notMultipart`, or `.badBoundary` where RFC 2046 does not allow the boundary.
    public init(contentType: String, limits: Limits = Limits()) throws(MultipartFailure) {
        let header = try HeaderValue(contentType)
        guard header.value == "multipart/form-data" else { throw .notMultipart }
        guard let boundary = header["boundary"], Self.isAllowed(boundary) else {
            throw .badBoundary
        }
        self.limits = limits
        delimiter = crlf + Array("--\(boundary)".utf8)
    }

    /// Takes the next piece and tells what it completes.
    public mutating func feed(
        _ piece: some Collection<UInt8>
    ) throws(MultipartFailure) -> [Event] {
        pending.append(contentsOf: piece)
        var events: [Event] = []
        do throws(MultipartFailure) {
            while try step(&events) {}
        } catch {
            state = .failed(error)
            pending = []
            throw error
        }
        return events
    }

    /// There is no more to come.
    /// - Throws: `.endsTooSoon` if the last boundary has not been seen.
    public func finish() throws(MultipartFailure) {
        switch state {
        case .done: return
        case .failed(let failure): throw failure
        default: throw .endsTooSoon
        }
    }

    /// Goes one state further; false when more must arrive first.
    private mutating func step(_ events: inout [Event]) throws(MultipartFailure) -> Bool {
        switch state {
        case .start: try readFirstDelimiter()
        case .afterDelimiter: try readAfterDelimiter()
        case .headers: try readHeaders(&events)
        case .body: try readBody(&events)
        case .done: try readEpilogue()
        case .failed(let failure): throw failure
        }
    }

    private mutating func readFirstDelimiter() throws(MultipartFailure) -> Bool {
        let count = min(pending.count, delimiter.count)
        guard pending.prefix(count).elementsEqual(delimiter.prefix(count)) else {
            throw .badDelimiter
        }
        guard count == delimiter.count else { return false }
        pending.removeFirst(count)
        state = .afterDelimiter
        return true
    }

    private mutating func readAfterDelimiter() throws(MultipartFailure) -> Bool {
        guard pending.count >= 2 else { return false }
        let next = Array(pending.prefix(2))
        pending.removeFirst(2)
        if next == hyphens {
            state = .done
        } else if next == crlf {
            parts += 1
            guard parts <= limits.parts else { throw .tooManyParts }
            searched = 0
            state = .headers
        } else {
            throw .badDelimiter
        }
        return true
    }

    private mutating func readHeaders(_ events: inout [Event]) throws(MultipartFailure) -> Bool {
        // An empty line at once: there are no headers at all, whatever follows.
        guard !pending.starts(with: crlf) else { throw .badHeader }
        let end = pending.firstIndex(of: crlf + crlf, from: max(0, searched - 3))
        guard (end ?? pending.count) <= limits.headerBytes else { throw .headerTooLong }
        guard let end else {
            searched = pending.count
            return false
        }
        let part = try MultipartPart(header: pending[..<end])
        pending.removeFirst(end + 4)
        size = 0
        sizeMax = part.filename == nil ? limits.fieldBytes : limits.fileBytes
        events.append(.begin(part))
        state = .body
        return true
    }

    private mutating func readBody(_ events: inout [Event]) throws(MultipartFailure) -> Bool {
        let found = pending.firstIndex(of: delimiter, from: 0)
        let ready = found ?? pending.count - pending.endOverlap(with: delimiter)
        if ready > 0 {
            size += ready
            guard size <= sizeMax else { throw .partTooLong }
            events.append(.data(Array(pending[..<ready])))
        }
        pending.removeFirst(ready + (found == nil ? 0 : delimiter.count))
        guard found != nil else { return false }
        events.append(.end)
        state = .afterDelimiter
        return true
    }

    /// After the last boundary nothing but line ends may come.
    private mutating func readEpilogue() throws(MultipartFailure) -> Bool {
        guard pending.allSatisfy({ crlf.contains($0) }) else { throw .badDelimiter }
        pending = []
        return false
    }

    private static func isAllowed(_ boundary: String) -> Bool {
        let marks = Set("'()+_,-./:=? ".utf8)
        return (1...70).contains(boundary.utf8.count) && boundary.last != " "
            && boundary.utf8.allSatisfy { $0.isLetterOrDigit || marks.contains($0) }
    }
}

private let crlf = Array("\r\n".utf8)
private let hyphens = Array("--".utf8)
