# SPDX-License-Identifier: EUPL-1.2
"""A demonstration of a check's own, a certificate for it, and a client that says what it got."""

import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time

folder = pathlib.Path(tempfile.mkdtemp(prefix="talka-check-"))


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def certificate(name="talka", kind="ec"):
    """A certificate for localhost and its key, made now: both paths."""
    chain, key = folder / f"{name}.pem", folder / f"{name}.key"
    new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"] if kind == "ec" else ["-newkey", "rsa:2048"]
    subprocess.run(
        ["openssl", "req", "-x509", "-nodes", "-days", "2", *new, "-subj", f"/CN={name}",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", chain],
        check=True, capture_output=True)
    return chain, key


class Served:
    """`talka demo` with settings of its own, until it is stopped."""

    def __init__(self, binary, **settings):
        self.port = free_port()
        self.binary = binary
        # Other checks' settings are not this one's.
        usual = {key: value for key, value in os.environ.items() if not key.startswith("TALKA_")}
        self.environment = {**usual, "TALKA_STORE": f"sqlite:{folder}/store-{self.port}",
                            "PORT": str(self.port), **settings}
        self.log = open(folder / f"log-{self.port}", "wb")
        self.process = subprocess.Popen(
            [binary, "demo"], env=self.environment, stdout=self.log, stderr=self.log)
        for _ in range(480):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.25)
        raise SystemExit(f"it did not start: {(folder / f'log-{self.port}').read_text()[-2000:]}")

    def sign_ins(self):
        return json.loads(subprocess.run(
            [self.binary, "demo", "--sign-ins"], env=self.environment, check=True,
            capture_output=True, text=True).stdout)

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=60)


def curl(*arguments, jar=None):
    """What curl got: status, version of HTTP, headers by name, text; status 0 if nothing."""
    with_jar = ["--cookie", jar, "--cookie-jar", jar] if jar else []
    done = subprocess.run(
        ["curl", "--silent", "--include", "--max-time", "60", *with_jar, *map(str, arguments)],
        capture_output=True)
    text = done.stdout.decode(errors="replace")
    # Interim answers (100 Continue) come first.
    while re.match(r"HTTP/\S+ 1\d\d", text):
        text = text.partition("\r\n\r\n")[2]
    head, _, body = text.partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    if not first:
        return 0, "", {}, f"curl: exit {done.returncode}"
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return int(first.split()[1]), first.split()[0], headers, body


def wrong_sign_in(address, *arguments, email="nobody@example.org"):
    """Tries one wrong password for one account: the status."""
    jar = folder / "jar"
    page = curl(*arguments, f"{address}/sign-in", jar=jar)[3]
    secret = re.search(r'name="csrf" value="([^"]+)"', page).group(1)
    return curl(
        *arguments, "--data-urlencode", f"csrf={secret}", "--data-urlencode", f"email={email}",
        "--data-urlencode", "password=wrong wrong wrong", f"{address}/sign-in", jar=jar)[0]
