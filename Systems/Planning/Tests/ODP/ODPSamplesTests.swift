// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Planning
import Testing

/// The format's published examples, which are not part of this project. Where
/// `TALKA_ODP_SAMPLES` names a folder of them, every one is taken.
@Suite struct ODPSamplesTests {
    private static var folder: String? { ProcessInfo.processInfo.environment["TALKA_ODP_SAMPLES"] }

    @Test(.enabled(if: folder != nil)) func everyPublishedExampleIsTaken() throws {
        let folder = URL(fileURLWithPath: try #require(Self.folder))
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var count = 0
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "json" else { continue }
            count += 1
            for answer in ODPFixtures.reader.read(bytes: [UInt8](try Data(contentsOf: file))) {
                if case .failure(let refusal) = answer {
                    Issue.record("\(file.lastPathComponent): \(refusal.problems)")
                }
            }
        }
        #expect(count > 0)
    }
}
