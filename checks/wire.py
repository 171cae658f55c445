# SPDX-License-Identifier: EUPL-1.2
"""What the server does with what is no proper HTTP, and with those who are slow or go away.

    CHECKS_ADDRESS=... CHECKS_SIGN_INS=... python checks/wire.py
"""

import functools
import socket
import threading
import time
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
        "two lengths": post(FORM, "Content-Length: 3", "Content-Length: 5", body=b"abcde"),
        "a length and chunks": post(
            FORM, "Content-Length: 3", chunked, body=b"5\r\nabcde\r\n0\r\n\r\n"),
        "a length that is no number": post(FORM, "Content-Length: 3x", body=b"abc"),
    }
    line, host = "GET / HTTP/1.1\r\n", f"Host: {place.netloc}\r\n"
    cases |= {
        "no host": f"{line}\r\n".encode(),
        "two hosts": f"{line}{host}{host}\r\n".encode(),
        "a host that is none": f"{line}Host: a b/c\r\n\r\n".encode(),
    }
    for name, sent in cases.items():
        with connect(sent) as connection:
            status = connection.recv(4096).split(b"\r\n")[0]
            count.check(b" 400 " in status + b" ", f"{name}: 400", status)
    # Behind a request that is being answered yet: that is answered, and the connection ends.
    ask = f"GET /ngsi-ld/v1/types HTTP/1.1\r\n{host}\r\n".encode()
    with connect(ask + cases["a chunk size that is no number"]) as connection:
        heard, has_ended = b"", False
        try:
            while piece := connection.recv(4096):
                heard += piece
            has_ended = True
        except TimeoutError:
            pass
        lines = [line for line in heard.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]
        is_told = has_ended and len(lines) > 0 and all(b" 400 " in line + b" " for line in lines[1:])
        count.check(is_told, "the same behind another request ends the connection", lines)
    # Watchers of old ask in HTTP/1.0, and need not say whom.
    with connect(b"GET /health HTTP/1.0\r\n\r\n") as connection:
        status = connection.recv(4096).split(b"\r\n")[0]
        count.check(b" 200 " in status + b" ", "a watcher without a host: 200", status)


def long():
    """A head that does not end is not taken for ever."""
    for name, lines in {
        "one line of 40 kB": ["X-Long: " + "a" * 40_000],
        "lines of 60 kB in all": [f"X-{number}: {'a' * 1_000}" for number in range(60)],
        "200 lines": [f"X-{number}: a" for number in range(200)],
    }.items():
        status = b""
        try:
            with connect(post(*lines, "Content-Length: 0")) as connection:
                status = connection.recv(4096).split(b"\r\n")[0]
        except (ConnectionResetError, BrokenPipeError):
            pass
        refused = status == b"" or b" 400 " in status + b" " or b" 431 " in status + b" "
        count.check(refused, f"a head with {name} is refused", status)


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


def slow():
    """Whoever sends or reads drop by drop is let go of, and long before what they began is whole."""
    closed = {}

    def body():
        with connect(post(FORM, "Content-Length: 100000", body=b"email=")) as connection:
            for _ in range(SILENCE):
                time.sleep(1)
                try:
                    connection.sendall(b"a")
                except (ConnectionResetError, BrokenPipeError):
                    closed["a body drop by drop"] = True
                    return

    def reader():
        before = dropped("slow_reader")
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect((place.hostname, place.port))
        ask = f"GET /assets/style.css HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode()
        with connection:
            # More than any buffer on the way holds; what was sent before the end is still on its way
            # then, so that only the server can say that it let go.
            threading.Thread(target=pour, args=(connection, ask * 5_000), daemon=True).start()
            ends = time.monotonic() + SILENCE
            while time.monotonic() < ends and dropped("slow_reader") == before:
                time.sleep(2)
        closed["a reader that hardly reads"] = dropped("slow_reader") > before

    threads = [threading.Thread(target=work) for work in [body, reader]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in ["a body drop by drop", "a reader that hardly reads"]:
        count.check(closed.get(name), f"{name} is let go of")


def dropped(reason):
    """How many connections the server says it let go of for a reason."""
    lines = urllib.request.urlopen(ADDRESS + "/metrics", timeout=60).read().decode().splitlines()
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines if f'"{reason}"' in line)


def pour(connection, sent):
    try:
        connection.sendall(sent)
    except OSError:
        pass


def many():
    """One address gets so many connections; the others go on."""
    connections, refused = [], 0
    try:
        for _ in range(230):
            connections.append(connect(b"GET / HTTP/1.1\r\n"))
        time.sleep(3)
        for connection in connections:
            connection.setblocking(False)
            try:
                refused += connection.recv(1) == b""
            except BlockingIOError:
                pass
            except ConnectionResetError:
                refused += 1
    finally:
        for connection in connections:
            connection.close()
    count.check(25 <= refused <= 60, "of 230 connections some 200 are taken", refused)
    time.sleep(2)
    status = urllib.request.urlopen(ADDRESS + "/health").status
    count.check(status == 200, "the server goes on", status)


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


def door(path, *lines, method="GET", body=b""):
    lines = [f"{method} {path} HTTP/1.1", f"Host: {place.netloc}", "NGSILD-Tenant: twin", *lines]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def answers(connection, ends, patience=20):
    """What comes until `ends` says it is enough, or the other end closes."""
    connection.settimeout(patience)
    heard = b""
    while not ends(heard):
        piece = connection.recv(65_536)
        if not piece:
            break
        heard += piece
    return heard


def doors():
    """What goes through a door is answered before the HTTP library sees it, by the same rules."""
    some = "/ngsi-ld/v1/types"
    page = f"GET /health HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode()
    several = [door(some), page, door("/ngsi-ld/v1/nothing"), door(some), page, door(some)]
    with connect(b"".join(several)) as connection:
        heard = answers(connection, lambda heard: heard.count(b"HTTP/1.1 ") == 6 and heard.endswith(b"}"))
    statuses = [piece[:3] for piece in heard.split(b"HTTP/1.1 ")[1:]]
    expected = [b"200", b"200", b"404", b"200", b"200", b"200"]
    count.check(statuses == expected, "six requests at once are answered in their order", statuses)
    with connect(door(some)) as connection:
        connection.shutdown(socket.SHUT_WR)
        heard = answers(connection, lambda heard: False)
    is_whole = b" 200 " in heard[:20] and heard.endswith(b"}")
    count.check(is_whole, "who has said all is still answered", heard[:80])
    with connect(door(some, "Connection: close")) as connection:
        heard = answers(connection, lambda heard: False)
    count.check(heard.endswith(b"}"), "who wants no more is let go", heard[:80])
    with connect(door(some, "Connection: close", method="HEAD")) as connection:
        heard = answers(connection, lambda heard: False)
    is_head = heard.endswith(b"\r\n\r\n") and b"content-length: " in heard.lower()
    count.check(is_head, "a HEAD has no body", heard[:300])
    query = b'{"type":"Query","entities":[{"type":"Nothing"}]}'
    json = "Content-Type: application/json"
    ask = "/ngsi-ld/v1/entityOperations/query"
    for name, lines, body in [
        ("at hand", [f"Content-Length: {len(query)}"], query),
        ("of a megabyte", [f"Content-Length: {len(query) + (1 << 20)}"], query + b" " * (1 << 20)),
    ]:
        with connect(door(ask, json, "Connection: close", *lines, method="POST", body=body)) as connection:
            heard = answers(connection, lambda heard: False)
        count.check(b" 200 " in heard[:20] and heard.endswith(b"[]"), f"a body {name} is read", heard[:300])
    chunks = b"%x\r\n%b\r\n0\r\n\r\n" % (len(query), query)
    with connect(door(ask, json, "Transfer-Encoding: chunked", method="POST", body=chunks)) as connection:
        heard = connection.recv(4096)
    count.check(b" 200 " in heard[:20], "a body in chunks is read", heard[:80])
    with connect(door(ask, json, method="POST")) as connection:
        heard = connection.recv(4096)
    count.check(b" 411 " in heard[:20], "NGSI-LD wants to know a body's length", heard[:80])
    with connect(door(ask, json, "Content-Length: 1000", method="POST", body=query)):
        pass
    with connect(f"GET {some} HTTP/1.1\r\nHost: a b\r\n\r\n".encode()) as connection:
        heard = connection.recv(4096)
    count.check(b" 400 " in heard[:20], "a host that is none: 400", heard[:80])


def conversations():
    """What HTTP asks of a connection beyond its single requests, of pages as of doors."""
    query = b'{"type":"Query","entities":[{"type":"Nothing"}]}'
    asking = functools.partial(
        door, "/ngsi-ld/v1/entityOperations/query", "Content-Type: application/json",
        f"Content-Length: {len(query)}", "Expect: 100-continue", "Connection: close", method="POST")
    form = post(FORM, "Content-Length: 7", "Expect: 100-Continue", "Connection: close")
    for name, head, body in [("a door", asking(), query), ("a page", form, b"email=a")]:
        with connect(head) as connection:
            heard = answers(connection, lambda heard: heard.endswith(b"\r\n\r\n"))
            is_told = heard == b"HTTP/1.1 100 Continue\r\n\r\n"
            count.check(is_told, f"{name}: who waits to be told to go on is told", heard)
            connection.sendall(body)
            heard = answers(connection, lambda heard: False)
        is_answered = heard.startswith(b"HTTP/1.1 ") and b" 100 " not in heard[:20]
        count.check(is_answered, f"{name}: and answered", heard[:80])
    with connect(asking(body=query)) as connection:
        heard = answers(connection, lambda heard: False)
    count.check(b" 200 " in heard[:20], "who does not wait is told nothing", heard[:80])
    ways = [("a door", door("/ngsi-ld/v1/types")), ("a page", door("/health"))]
    for name, asked in ways:
        last = asked.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
        with connect(last + asked + b"nonsense\r\n\r\n") as connection:
            heard = answers(connection, lambda heard: False)
        is_one = heard.count(b"HTTP/1.1 ") == 1 and b" 200 " in heard[:20]
        count.check(is_one, f"{name}: the last request is answered, and nothing after it", heard[:80])
        with connect(asked.replace(b"HTTP/1.1", b"HTTP/1.0")) as connection:
            heard = answers(connection, lambda heard: False)
        is_old = heard.startswith(b"HTTP/1.0 200 ") and b"transfer-encoding" not in heard.lower()
        count.check(is_old, f"{name}: who speaks HTTP/1.0 is answered in it, and let go", heard[:80])
        kept = asked.replace(b"HTTP/1.1\r\n", b"HTTP/1.0\r\nConnection: keep-alive\r\n")
        with connect(kept) as connection:
            first = connection.recv(65_536)
            connection.sendall(kept)
            second = connection.recv(65_536)
        is_kept = first[:13] == second[:13] == b"HTTP/1.0 200 " and b"keep-alive" in first.lower()
        count.check(is_kept, f"{name}: who speaks HTTP/1.0 and asks for it is answered twice", second[:80])
        offer = b"\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"
        with connect(asked.replace(b"\r\n\r\n", offer)) as connection:
            heard = answers(connection, lambda heard: False)
        is_declined = b" 200 " in heard[:20] and b"\r\nconnection: close\r\n" in heard.lower()
        count.check(is_declined, f"{name}: who offers another protocol is answered in this", heard[:200])
        for method in [b"TRACE", b"PROPFIND"]:
            with connect(asked.replace(b"GET", method)) as connection:
                heard = connection.recv(4096)
            is_refused = b" 405 " in heard[:20] and b"\r\nallow: " in heard.lower()
            count.check(is_refused, f"{name}: {method.decode()} is not done", heard[:200])


for part in [malformed, long, gone, doors, conversations, silent, slow, many, measured]:
    count.run(part.__name__, part)
count.end()
