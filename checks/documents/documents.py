# SPDX-License-Identifier: EUPL-1.2
"""Documents in an object store, with two servers: what one takes in the other gives out; the store
goes away and comes back; a document that was spoilt or removed there is said so.

documents.py BINARY. Everything is its own: stores, ports, servers."""

import hashlib
import html
import http.cookiejar
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from objects import BUCKET, KEY, REGION, SECRET, ObjectStore, free_ports

results = [0, 0]
LARGE = b"%PDF-1.7\n" + bytes(range(256)) * (40 << 12)
SMALL = b"%PDF-1.7 a drawing of nothing much"


def check(holds, what, found=""):
    results[0 if holds else 1] += 1
    if not holds:
        print(f"FAILED: {what}" + (f"\n    found: {found}" if found else ""), flush=True)
    return holds


class Browser:
    """Somebody's browser: signed in at one server, known at the other."""

    def __init__(self, server, account):
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        page = self.get(server, "/sign-in")[1].decode()
        form = page[page.index('action="/sign-in"'):]
        hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
        fields = {name: html.unescape(value) for name, value in hidden}
        fields |= {"email": account["email"], "password": account["password"]}
        self.get(server, "/sign-in", urllib.parse.urlencode(fields).encode())

    def get(self, server, path, form=None):
        try:
            answer = self.opener.open(server.address + path, form, timeout=120)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.read(), answer.headers


class Server:
    """One process of the product over the shared stores, with a cache of its own."""

    def __init__(self, binary, work, name, port, store, command):
        self.address = f"http://127.0.0.1:{port}"
        self.environment = {
            **os.environ, "PORT": str(port), "TALKA_STORE": f"sqlite:{work}/store",
            "TALKA_DOCUMENTS": f"s3://{BUCKET}/check?endpoint={store.endpoint}&region={REGION}",
            "TALKA_S3_KEY": KEY, "TALKA_S3_SECRET": SECRET,
            "TALKA_DOCUMENT_CACHE": f"{work}/cache-{name}"}
        self.cache = f"{work}/cache-{name}"
        self.binary = binary
        self.log = f"{work}/{name}.log"
        self.process = subprocess.Popen(
            [binary, command], env=self.environment, stdout=open(self.log, "w"),
            stderr=subprocess.STDOUT)
        for _ in range(600):
            try:
                if self.get("/health")[0] == 200:
                    return
            except OSError:
                time.sleep(0.5)
            if self.process.poll() is not None:
                break
        raise RuntimeError(f"{name} does not start: {self.said()[-2000:]}")

    def said(self):
        return open(self.log).read()

    def forget(self):
        shutil.rmtree(self.cache, ignore_errors=True)

    def run(self, *arguments):
        return subprocess.run(
            [self.binary, *arguments], env=self.environment, capture_output=True, text=True)

    def get(self, path, token=None, body=None, kind="application/json"):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if body is not None:
            headers["Content-Type"] = kind
        request = urllib.request.Request(self.address + path, data=body, headers=headers)
        try:
            answer = urllib.request.urlopen(request, timeout=120)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.read(), answer.headers

    def upload(self, token, name, content):
        return self.get(f"/api/t/kildare/documents?name={name}", token, content, "application/pdf")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=120)


def hang(server, token, files):
    """A draft with these documents; where each of them opens."""
    status, body, _ = server.get(
        "/api/t/kildare/planning/applications/start-application", token,
        json.dumps({"type": "permission", "other_documents": files}).encode())
    check(status in (200, 201), "a draft takes the documents", f"{status} {body[:400]}")
    draft = json.loads(body)["id"]
    return [f"/t/kildare/documents/planning/applications/{draft}/{file['digest']}" for file in files]


def shared(here, there, token, browser):
    """Taken in by one server, given out by both; the paths of a small and a large document."""
    files = []
    for name, content in (("small.pdf", SMALL), ("large.pdf", LARGE)):
        status, body, _ = here.upload(token, name, content)
        check(status == 201, f"{name} is taken in", f"{status} {body[:400]}")
        files.append(json.loads(body))
        check(files[-1]["digest"] == hashlib.sha256(content).hexdigest(), f"{name} is what it was")
    paths = hang(here, token, files)
    for server, which in ((here, "the server that took it in"), (there, "the other server")):
        for path, content in zip(paths, (SMALL, LARGE)):
            status, body, _ = browser.get(server, path)
            check(status == 200 and body == content, f"{which} gives {path} out", status)
    server_files = subprocess.run(
        ["find", os.path.dirname(here.cache) + "/store", "-path", "*documents*", "-type", "f"],
        capture_output=True, text=True).stdout
    check(server_files == "", "no document lies beside the stores", server_files)
    check(here.get(paths[0])[0] == 404, "a draft's document is nobody else's")
    return paths


def away(store, here, there, token, browser, paths):
    """The object store is killed, and comes back."""
    store.stop()
    there.forget()
    status, body, headers = browser.get(there, paths[0])
    check(status == 503 and b"does not answer just now" in body and headers["retry-after"],
          "what cannot be fetched is a 503 that says why", f"{status} {body[:200]}")
    check(browser.get(here, paths[0])[0] == 200, "a copy that is there is given out all the same")
    status, body, _ = here.upload(token, "late.pdf", SMALL + b"late")
    check(status == 503 and json.loads(body)["code"] == "documents_unreachable",
          "what cannot be kept is a 503 that says why", f"{status} {body[:200]}")
    check(there.get("/register/planning")[0] == 200, "pages without documents go on")
    check(here.run("verify", "kildare").returncode == 1, "and verify does not call it sound")
    store.start()
    check(browser.get(there, paths[0])[1] == SMALL, "once it is back, so are the documents")
    check(here.upload(token, "late.pdf", SMALL + b"late")[0] == 201, "and it takes them in")


def spoilt(store, here, there, browser, paths):
    """What lies in the object store is changed behind everybody's back."""
    verified = here.run("verify", "kildare")
    check(verified.returncode == 0, "documents in the object store verify", verified.stdout)
    for file in store.files():
        if os.path.getsize(file) == len(SMALL) and open(file, "rb").read() == SMALL:
            with open(file, "r+b") as content:
                content.write(b"%PDF-1.7 A")
        elif os.path.getsize(file) == len(LARGE):
            os.unlink(file)
    there.forget()
    for path in paths:
        status, body, _ = browser.get(there, path)
        check(status == 404 and b"This document is missing" in body,
              "a document that was spoilt is said so", f"{status} {body[:200]}")
    check(hashlib.sha256(SMALL).hexdigest() in there.said(), "and is named in the log")
    verified = here.run("verify", "kildare")
    check(verified.returncode == 1 and "document" in verified.stdout, "verify finds it",
          verified.stdout)


def main(binary):
    began = time.time()
    work = tempfile.mkdtemp()
    os.mkdir(f"{work}/objects")
    store = ObjectStore(f"{work}/objects")
    servers = []
    try:
        store.start()
        store.make_bucket()
        for name, port, command in zip(("one", "two"), free_ports(2), ("demo", "serve")):
            servers.append(Server(binary, work, name, port, store, command))
        accounts = json.loads(servers[0].run("demo", "--sign-ins").stdout)
        officer = next(one for one in accounts
                       if (one["tenant"], one["role"]) == ("kildare", "officer"))
        token, browser = officer["token"], Browser(servers[0], officer)
        paths = shared(*servers, token, browser)
        away(store, *servers, token, browser, paths)
        spoilt(store, *servers, browser, paths)
        check(all(SECRET not in server.said() for server in servers), "no secret is in the logs")
        check([server.stop() for server in servers] == [0, 0], "both servers end cleanly")
        servers = []
    except Exception as error:
        check(False, f"{type(error).__name__}: {error}", store.log())
    finally:
        for server in servers:
            print(server.said()[-2000:])
            server.process.kill()
        store.stop()
        shutil.rmtree(work, ignore_errors=True)
    print(f"documents: {time.time() - began:.0f} s")
    print(f"{results[0]} passed, {results[1]} failed")
    sys.exit(1 if results[1] else 0)


if __name__ == "__main__":
    main(sys.argv[1])
