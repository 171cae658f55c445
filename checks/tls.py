# SPDX-License-Identifier: EUPL-1.2
"""TLS by the program itself, met by curl, openssl and Python.

    python checks/tls.py BINARY
"""

import concurrent.futures
import hashlib
import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time

from served import Served, certificate, curl, folder

binary = sys.argv[1]
results = []
SILENCE = 80


def check(holds, what, found=""):
    results.append(bool(holds))
    if not holds:
        print(f"FAILED: {what}\n    found: {found}", flush=True)


first, second = certificate("first"), certificate("second", "rsa")
chain, key = folder / "chain.pem", folder / "key.pem"


def put(new_chain=None, new_key=None):
    """Replaces files in one step each, as renewing programs do."""
    for new, place in ((new_chain, chain), (new_key, key)):
        if new:
            shutil.copy(new, f"{place}.new")
            os.rename(f"{place}.new", place)


put(*first)
files = {"TALKA_TLS_CERTIFICATE": str(chain), "TALKA_TLS_KEY": str(key)}
wrong = subprocess.run(
    [binary, "serve"], capture_output=True, text=True,
    env={**os.environ, **files, "TALKA_TLS_KEY": str(second[1]), "TALKA_STORE": f"sqlite:{folder}/none"})
check(wrong.returncode == 2 and "second.key" in wrong.stderr, "a key of another certificate is refused", wrong)
half = subprocess.run(
    [binary, "serve"], capture_output=True, text=True,
    env={**os.environ, "TALKA_TLS_KEY": str(key), "TALKA_STORE": f"sqlite:{folder}/none"})
check(half.returncode == 2 and "TALKA_TLS_CERTIFICATE" in half.stderr, "a key alone is refused", half)

# What a check's port is, is known only once it is served; curl names the host, not the address.
server = Served(binary, TALKA_ADDRESS="https://localhost", **files)
address, place = f"https://localhost:{server.port}", ("127.0.0.1", server.port)
trust = ["--cacert", first[0]]


def s_client(*arguments, sent=b""):
    done = subprocess.run(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", "-servername", "localhost", *arguments],
        input=sent, capture_output=True, timeout=30)
    return (done.stdout + done.stderr).decode(errors="replace")


def trusting(path):
    return ssl.create_default_context(cafile=path)


def served_name():
    """Whose certificate a new connection gets."""
    lenient = ssl._create_unverified_context()
    with socket.create_connection(place, timeout=10) as plain, lenient.wrap_socket(plain) as wrapped:
        pem = ssl.DER_cert_to_PEM_cert(wrapped.getpeercert(True))
        return "first" if pem.strip() in first[0].read_text() else "second"


def hang_up():
    server.process.send_signal(signal.SIGHUP)
    time.sleep(1)


def log():
    return (folder / f"log-{server.port}").read_text()


def silent(sent):
    """How long the server bears one who goes silent after this."""
    begun = time.monotonic()
    with socket.create_connection(place, timeout=SILENCE) as one:
        one.sendall(sent)
        try:
            while one.recv(4096):
                pass
        except ConnectionResetError:
            pass
        except TimeoutError:
            return SILENCE
    return time.monotonic() - begun


def upload_and_pages():
    status, version, headers, _ = curl(*trust, "--http2", f"{address}/")
    check((status, version) == (200, "HTTP/1.1"), "the first page comes, by HTTP/1.1", (status, version))
    check("max-age" in headers.get("strict-transport-security", ""), "HSTS is said", headers)
    cookies = curl(*trust, f"{address}/sign-in")[2].get("set-cookie", "")
    check("Secure" in cookies, "cookies are sent by HTTPS only", cookies)
    answer = curl(*trust, f"{address}/register/planning.json?limit=200")[3]
    check(len(json.loads(answer)["items"]) == 200, "a long answer is whole", answer[-100:])
    token = next(item["token"] for item in server.sign_ins()
                 if (item["tenant"], item["role"]) == ("kildare", "officer"))
    body = b"%PDF-1.4\n" + os.urandom(20 << 20)
    (folder / "large.pdf").write_bytes(body)
    status, _, _, text = curl(
        *trust, "-H", f"Authorization: Bearer {token}", "-F", f"file=@{folder}/large.pdf",
        f"{address}/api/t/kildare/documents")
    check(status == 201 and hashlib.sha256(body).hexdigest() in text, "20 MB come through as they are", text[:200])
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        many = list(pool.map(lambda _: curl(*trust, f"{address}/directory")[0], range(64)))
    check(many == [200] * 64, "many at once", many)


def agreed():
    for version in ("-tls1_2", "-tls1_3"):
        text = s_client(version)
        check("Cipher is (NONE)" not in text and "Cipher is" in text, f"{version} is spoken", text[-300:])
    for refused in (["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], ["-tls1_2", "-cipher", "AES128-SHA"],
                    ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA256"]):
        text = s_client(*refused)
        check("Cipher is (NONE)" in text, f"{refused} is refused", text[-300:])
    text = s_client("-tls1_2", sent=b"R\n")
    check("HTTP/1.1" not in text and ("no renegotiation" in text or "alert" in text),
          "the terms are not agreed on again within a connection", text[-300:])


def strangers():
    with socket.create_connection(place, timeout=20) as one:
        one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        try:
            got = one.recv(4096)
        except ConnectionResetError:
            got = b""
        check(b"HTTP/1.1 200" not in got, "plain HTTP gets no page", got[:100])
    context = trusting(first[0])
    wrapped = context.wrap_socket(socket.create_connection(place, timeout=20), server_hostname="localhost")
    request = b"GET /directory HTTP/1.1\r\nHost: localhost\r\n\r\n"
    wrapped.sendall(request * 3)
    text = b""
    while text.count(b"HTTP/1.1 200") < 3 or not text.rstrip().endswith(b"</html>"):
        more = wrapped.recv(65536)
        if not more:
            break
        text += more
    check(text.count(b"HTTP/1.1 200") == 3, "three requests in one record are answered", text[:200])
    wrapped.sendall(request[:20])
    # Without saying that it ends, as TLS would.
    wrapped.shutdown(socket.SHUT_RDWR)
    wrapped.close()
    with context.wrap_socket(socket.create_connection(place, timeout=20), server_hostname="localhost") as one:
        for byte in request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"):
            one.sendall(bytes([byte]))
        text = b""
        try:
            while more := one.recv(65536):
                text += more
        except ssl.SSLEOFError:
            text = b"cut off"
        check(text.rstrip().endswith(b"</html>"), "a byte a record does, and the end is said", text[-80:])
    check(" fault" not in log(), "nothing of it is a fault", log()[-500:])


def renewed():
    standing = http.client.HTTPSConnection("localhost", server.port, context=trusting(first[0]), timeout=30)

    def goes_on():
        standing.request("GET", "/health")
        return standing.getresponse().read() is not None and standing.sock is not None

    check(goes_on(), "a connection stands")
    put(new_key=second[1])
    hang_up()
    check(served_name() == "first", "half a new pair changes nothing", served_name())
    check("certificate stays" in log() and "PRIVATE" not in log(), "the log says so", log()[-300:])
    put(new_chain=second[0])
    hang_up()
    check(served_name() == "second", "a new pair holds for new connections", served_name())
    check(goes_on(), "the connection that stood goes on")
    check(curl("--cacert", second[0], f"{address}/")[0] == 200, "and pages come by the new one")
    put(*first)
    for _ in range(75):
        if served_name() == "first":
            break
        time.sleep(1)
    check(served_name() == "first", "a change is found without a signal, too", served_name())


with concurrent.futures.ThreadPoolExecutor(2) as pool:
    hello = pool.submit(silent, b"\x16\x03\x01\x02\x00\x01")
    nothing = pool.submit(silent, b"")
    for part in (upload_and_pages, agreed, strangers, renewed):
        part()
    check(hello.result() < SILENCE, "half a greeting is not waited for", hello.result())
    check(nothing.result() < SILENCE, "nor is none", nothing.result())
waiting = socket.create_connection(place)
check(server.stop() == 0, "SIGTERM ends it cleanly while connections stand")
print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(0 if all(results) else 1)
