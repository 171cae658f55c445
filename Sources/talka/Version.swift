// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Store

/// Which Talka this is. A package has a file `VERSION` beside the program: its version, the commit it
/// was built from and that commit's day, a line each. A build by hand has none.
enum Version {
    /// What `talka --version` says.
    static var text: String {
        let file = Bundle.main.bundleURL.appending(path: "VERSION")
        let lines = (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n") ?? []
        guard lines.count == 3 else { return "\(Release.version) (built by hand)" }
        return "\(lines[0]) (commit \(lines[1].prefix(10)) of \(lines[2]))"
    }
}
