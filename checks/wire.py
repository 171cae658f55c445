# SPDX-License-Identifier: EUPL-1.2
"""What the server does with what is no proper HTTP, and with those who are slow or go away.

    CHECKS_ADDRESS=... CHECKS_SIGN_INS=... python checks/wire.py
"""

import socket
import threading
import urllib.parse
import urllib.request

from common import ADDRESS, Count

count = Count()
place = urllib.parse.urlsplit(ADDRESS)
# The server lets go of a silent connection after 65 seconds.
SILENCE = 80
FORM = "Content-Type: application/x-www-form-urlencoded"


def connect(sent, patience=20):
    connection = socket.create_connection((place.hostname, place.port), timeout=patience)
    connection.sendall(sent)
    return connection


def post(*lines, body=b""):
    head = "\r\n".join(["POST /sign-in HTTP/1.1", f"Host: {place.netloc}", *lines])
    return head.encode() + b"\r\n\r\n" + body


def malformed():
    chunked = "Transfer-Encoding: chunked"
    cases = {
        "a chunk size that is no number": post(FORM, chunked, body=b"zz\r\nabc\r\n0\r\n\r\n"),
        "a chunk size beyond every number": post(FORM, chunked, body=b"f" * 40 + b"\r\nabc\r\n"),
        "an unknown transfer encoding": post(FORM, "Transfer-Encoding: xchunked", body=b"abc"),
    }
    for name, sent in cases.items():
        with connect(sent) as connection:
            status = connection.recv(4096).split(b"\r\n")[0]
            count.check(b" 400 " in status + b" ", f"{name}: 400", status)


def gone():
    """Whoever goes away within a body is no fault; the log is looked at in the end."""
    connect(post(FORM, "Content-Length: 1000", body=b"email=a")).close()
    connect(post(FORM, "Transfer-Encoding: chunked", body=b"5\r\nemail\r\n")).close()
    status = urllib.request.urlopen(ADDRESS + "/health").status
    count.check(status == 200, "the server goes on", status)


def silent():
    cases = {
        "a silent connection": b"",
        "half a head": b"GET / HTTP/1.1\r\nHost: ",
        "half a body": post(FORM, "Content-Length: 1000", body=b"email=a"),
    }
    closed = {}

    def wait(name, sent):
        with connect(sent, SILENCE) as connection:
            try:
                while connection.recv(4096):
                    pass
                closed[name] = True
            except ConnectionResetError:
                closed[name] = True
            except TimeoutError:
                closed[name] = False

    threads = [threading.Thread(target=wait, args=case) for case in cases.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in cases:
        count.check(closed.get(name), f"{name} is closed")


def measured():
    for path in ["/", "/api/openapi.json"]:
        lengths = []
        for method in ["GET", "HEAD"]:
            request = urllib.request.Request(ADDRESS + path, method=method)
            with urllib.request.urlopen(request, timeout=60) as answer:
                whole = len(answer.read())
                lengths.append(int(answer.headers.get("content-length") or whole))
        count.check(lengths[0] == lengths[1], f"{path}: a HEAD tells a GET's length", lengths)
    request = urllib.request.Request(ADDRESS + "/register/planning.csv", method="HEAD")
    with urllib.request.urlopen(request, timeout=60) as answer:
        known = int(answer.headers.get("content-length") or 0)
        count.check(known == 0, "a HEAD of an export makes none", known)


for part in [malformed, gone, silent, measured]:
    count.run(part.__name__, part)
count.end()
