// SPDX-License-Identifier: EUPL-1.2

import Dispatch
import Foundation
import Logging
import TLS

/// Looks whether the certificate's files are others than before: once a minute, and at SIGHUP.
struct CertificateWatch {
    let certificates: CertificateFiles
    let logger: Logger

    /// Looks until the task is cancelled.
    func run() async {
        // Unless it is ignored, the signal ends the program before it is seen.
        signal(SIGHUP, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
        source.setEventHandler { look() }
        source.resume()
        defer { source.cancel() }
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(60))
            look()
        }
    }

    private func look() {
        do {
            guard try certificates.refresh() else { return }
            logger.notice("the certificate was read anew")
        } catch {
            logger.error("the certificate stays the one before", metadata: ["reason": "\(error)"])
        }
    }
}
