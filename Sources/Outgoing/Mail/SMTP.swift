// SPDX-License-Identifier: EUPL-1.2

import CCurl
import Kernel

/// Hands mail to a mail server by SMTP (RFC 5321), with libcurl.
public final class SMTP: MailSending {
    private static let timeout = Duration.seconds(60)

    private let server: MailServer
    private let authorities: String?
    private let policy: AddressPolicy
    private let workers = Workers(atOnce: 2)
    private let handles = CurlHandles()

    /// - Parameter authorities: a file with the certificates that are trusted, in PEM; nil: the
    ///   system's.
    public init(_ server: MailServer, authorities: String? = nil) {
        self.server = server
        self.authorities = authorities
        policy = AddressPolicy(allowing: [AllowedAddress(host: server.host, port: server.port)])
    }

    /// One connection a mail.
    public func send(_ mail: Mail) async throws {
        let message: [UInt8]
        do { message = try mail.rendered() } catch { throw MailFailure("\(error)", isFinal: true) }
        do {
            try await workers.run { [self] in
                try perform(message, from: mail.envelopeFrom, to: mail.to.address, $0)
            }
        } catch let fault as Fault { throw MailFailure(fault.description, isFinal: false) }
    }

    private func perform(
        _ message: [UInt8], from: String, to: String, _ givenUp: GivenUp
    ) throws {
        let connecting = Connecting(policy, host: server.host, givenUp: givenUp)
        let answering = Answering(largest: 64 << 10)
        let sending = Sending(message)
        let recipients = try CurlList([to])
        try handles.with { handle in
            try connecting.prepare(handle, timeout: Self.timeout, authorities: authorities)
            try answering.listen(to: handle)
            try handle.set(CURLOPT_URL, server.origin)
            try handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
            try handle.set(
                CURLOPT_USE_SSL, Int((server.usesTLS ? CURLUSESSL_ALL : CURLUSESSL_NONE).rawValue))
            if let user = server.user, let password = server.password {
                try handle.set(CURLOPT_USERNAME, user)
                try handle.set(CURLOPT_PASSWORD, password)
            }
            try handle.set(CURLOPT_MAIL_FROM, from)
            try handle.set(CURLOPT_MAIL_RCPT, recipients.raw)
            // A mail that may have gone out is never sent again on another connection.
            try handle.set(CURLOPT_FORBID_REUSE, 1)
            try sending.feed(handle)
            let code = curl_easy_perform(handle.raw)
            // Callbacks reach these by plain pointers.
            withExtendedLifetime((connecting, answering, sending, recipients)) {}
            if code != CURLE_OK { throw failure(code, handle, givenUp, hasBegun: sending.hasBegun) }
        }
    }

    /// A refusal of the 500s is for good, but for what the operator can mend.
    private func failure(
        _ code: CURLcode, _ handle: CurlHandle, _ givenUp: GivenUp, hasBegun: Bool
    ) -> any Error {
        if givenUp.isSo { return CancellationError() }
        let reply = handle.number(CURLINFO_RESPONSE_CODE)
        let isOurs = [CURLE_LOGIN_DENIED, CURLE_USE_SSL_FAILED, CURLE_PEER_FAILED_VERIFICATION]
            .contains { $0 == code }
        let said = reply >= 400 ? ", it answered \(reply)" : ""
        return MailFailure(
            "\(server.origin): \(CurlHandle.words(code))\(said)",
            isFinal: (500..<600).contains(reply) && !isOurs && reply != 530 && reply != 535,
            // The server said yes to what came before (2xx, 3xx), and then nothing.
            mayBeSent: hasBegun && reply < 400)
    }
}
