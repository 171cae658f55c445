// libssl, as Debian packages it (libssl-dev): TLS. What is a macro there is a function here, since
// Swift sees no macros with arguments.
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

static inline int talka_require_tls12(SSL_CTX *context) {
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}

static inline void talka_release_buffers(SSL_CTX *context) {
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

static inline void talka_no_renegotiation(SSL_CTX *context) {
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION
        | SSL_OP_CIPHER_SERVER_PREFERENCE);
}

// A key with a pass phrase is refused; nobody is asked on the terminal.
static inline int talka_no_phrase(char *phrase, int size, int writes, void *nothing) { return 0; }

static inline void talka_ask_no_phrase(SSL_CTX *context) {
    SSL_CTX_set_default_passwd_cb(context, talka_no_phrase);
}

static inline long talka_waiting(BIO *bio) { return (long)BIO_ctrl_pending(bio); }
