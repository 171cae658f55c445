// SPDX-License-Identifier: EUPL-1.2

import CTLS

/// Why a certificate and its key cannot be used.
public struct UnusableCertificate: Error, CustomStringConvertible {
    public let description: String
}

/// A certificate with its chain and key, and what is agreed on with whoever connects: TLS 1.2 or
/// newer, ciphers that keep the past secret if the key is lost, no renegotiation.
///
/// `@unchecked Sendable`: nothing of the context is changed once it is made, and libssl counts its
/// uses under a lock of its own (SSL_new(3), and “thread safety” in openssl-threads(7)).
public final class Certificate: @unchecked Sendable {
    let context: OpaquePointer

    /// Mozilla's “intermediate” ones for TLS 1.2, without those of finite fields; those of 1.3 are
    /// libssl's own.
    private static let ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20"

    /// Reads a certificate with the chain that leads to its root, and its key, from PEM files.
    /// - Throws: `UnusableCertificate`, which names the file and never what is in it.
    public init(chain: String, key: String) throws {
        ERR_clear_error()
        guard let context = SSL_CTX_new(TLS_server_method()) else {
            throw UnusableCertificate(description: "libssl gave no context")
        }
        self.context = context
        talka_ask_no_phrase(context)
        talka_release_buffers(context)
        talka_no_renegotiation(context)
        guard talka_require_tls12(context) == 1,
            SSL_CTX_set_cipher_list(context, Self.ciphers) == 1
        else { throw Self.unusable("this libssl has not the ciphers that are asked for") }
        guard SSL_CTX_use_certificate_chain_file(context, chain) == 1 else {
            throw Self.unusable("\(chain) is no certificate in PEM that can be read")
        }
        guard SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1,
            SSL_CTX_check_private_key(context) == 1
        else {
            throw Self.unusable(
                "\(key) is no key in PEM that can be read, has a pass phrase, or is not that of \(chain)")
        }
    }

    deinit { SSL_CTX_free(context) }

    /// Leaves no error behind: the next call on this thread would take it for its own.
    private static func unusable(_ reason: String) -> UnusableCertificate {
        ERR_clear_error()
        return UnusableCertificate(description: reason)
    }
}
