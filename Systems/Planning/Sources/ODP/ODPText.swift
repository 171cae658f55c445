// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// From the bytes of a file to JSON, with a plain reason where that cannot be.
enum ODPText {
    static func json(_ bytes: [UInt8], _ bytesMax: Int) -> Result<JSON, ODPRefusal> {
        guard bytes.count <= bytesMax else {
            return refusal(.tooLarge, ["size": String(bytes.count), "limit": String(bytesMax)])
        }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        let isBlank = text.allSatisfy { [0x20, 0x0A, 0x0D, 0x09].contains($0) }
        guard !isBlank else { return refusal(.empty) }
        for start: [UInt8] in [[0x1F, 0x8B], [0x50, 0x4B, 3, 4], [0x28, 0xB5, 0x2F, 0xFD]] {
            if bytes.starts(with: start) { return refusal(.compressed) }
        }
        // Windows programs still write UTF-16; a zero byte tells it from any JSON in UTF-8.
        guard let plain = text.prefix(4).contains(0) || text.starts(with: [0xFF, 0xFE])
            || text.starts(with: [0xFE, 0xFF]) ? utf8(fromUTF16: bytes) : text
        else { return refusal(.notText) }
        do {
            return .success(try JSON(parsing: plain))
        } catch {
            let place = ["line": String(error.line), "column": String(error.column)]
            switch error.reason {
            case .duplicateKey: return refusal(.keyTwice, place)
            case .tooDeep: return refusal(.tooDeep, place)
            default:
                let reason = ["reason": error.reason.rawValue]
                return refusal(.notJSON, place.merging(reason) { $1 })
            }
        }
    }

    private static func utf8(fromUTF16 bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count.isMultiple(of: 2), bytes.count >= 2 else { return nil }
        let hasMark = bytes[0] >= 0xFE && bytes[1] >= 0xFE
        let plain: String.Encoding = bytes[0] == 0 ? .utf16BigEndian : .utf16LittleEndian
        guard let text = String(bytes: bytes, encoding: hasMark ? .utf16 : plain) else {
            return nil
        }
        let start = text.first == "\u{FEFF}" ? text.dropFirst() : Substring(text)
        return start.contains("\0") ? nil : Array(start.utf8)
    }

    private static func refusal(
        _ code: ODPProblem.Code, _ values: [String: String] = [:]
    ) -> Result<JSON, ODPRefusal> {
        .failure(ODPRefusal([ODPProblem(code, at: "", values)]))
    }
}
