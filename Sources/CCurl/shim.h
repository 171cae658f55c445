// libcurl, as Debian packages it (libcurl4-openssl-dev): requests and mail to other servers.
// Its options are variadic functions, which Swift cannot call: here is one function a type.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

static inline CURLcode curl_set_number(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

// libcurl copies a text, save that of CURLOPT_POSTFIELDS.
static inline CURLcode curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_set_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}

// For the write and header callbacks, and the read callback, which has the same shape.
static inline CURLcode curl_set_transfer(CURL *handle, CURLoption option, curl_write_callback call) {
    return curl_easy_setopt(handle, option, call);
}

static inline CURLcode curl_set_seek(CURL *handle, curl_seek_callback call) {
    return curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, call);
}

static inline CURLcode curl_set_progress(CURL *handle, curl_xferinfo_callback call) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, call);
}

static inline CURLcode curl_set_open_socket(CURL *handle, curl_opensocket_callback call) {
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, call);
}

static inline CURLcode curl_get_number(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

// The bytes of an Internet address, 4 or 16, and its port; 0 for any other family.
static inline int curl_address(
    const struct curl_sockaddr *address, const unsigned char **bytes, int *port) {
    if (address->family == AF_INET) {
        const struct sockaddr_in *four = (const struct sockaddr_in *)(const void *)&address->addr;
        *bytes = (const unsigned char *)&four->sin_addr;
        *port = ntohs(four->sin_port);
        return 4;
    }
    if (address->family == AF_INET6) {
        const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)(const void *)&address->addr;
        *bytes = (const unsigned char *)&six->sin6_addr;
        *port = ntohs(six->sin6_port);
        return 16;
    }
    return 0;
}

// A socket for that address, which no process started from here inherits.
static inline curl_socket_t curl_open(const struct curl_sockaddr *address) {
    int type = address->socktype;
#ifdef SOCK_CLOEXEC
    type |= SOCK_CLOEXEC;
#endif
    return socket(address->family, type, address->protocol);
}

// The socket of a connection that was only made; CURL_SOCKET_BAD where there is none.
static inline curl_socket_t curl_get_socket(CURL *handle) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK ? socket : CURL_SOCKET_BAD;
}
