# SPDX-License-Identifier: EUPL-1.2
"""Two networks follow each other: two servers, two stores, met as people and programs meet them.

    python checks/following.py BINARY

What is published, changed and withdrawn at one is seen at the other; one is killed while it reads, and goes on;
whoever alters an answer on the way is not believed; the signature is what a library that nobody here wrote takes;
a body moves from one to the other, and its old addresses lead on."""

import base64
import datetime
import http.cookiejar
import http.server
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms

from counting import Count
from served import free_port

BINARY = sys.argv[1]
PASSWORD = "seven quiet herons"
EMAIL = "olive@example.org"
KINDS = "knowledge.practice"
count = Count()
folder = tempfile.mkdtemp(prefix="talka-following-")


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


class Browser:
    """Keeps cookies, follows no redirect by itself, and sends a form with what is hidden in its page."""

    def __init__(self, address):
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar, Stay())

    def ask(self, path, content=None, headers={}):
        data = urllib.parse.urlencode(content, doseq=True).encode() if content is not None else None
        request = urllib.request.Request(self.address + path, data=data, headers=headers)
        try:
            answer = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.headers.get("location"), answer.read().decode()

    def submit(self, path, content={}, page=None):
        _, _, text = self.ask(page or path)
        forms = [f for f in text.split("<form")[1:] if f'action="{path}"' in f]
        inside = (forms or [text])[0].split("</form>")[0]
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inside))
        return self.ask(path, {**hidden, **content})


class Network:
    """One installation, with one body that has knowledge, and its operator signed in."""

    def __init__(self, name, *others):
        self.name, self.port, self.log = name, free_port(), open(f"{folder}/{name}.log", "ab")
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = None
        usual = {key: value for key, value in os.environ.items() if not key.startswith("TALKA_")}
        self.environment = {
            **usual, "TALKA_STORE": f"sqlite:{folder}/{name}", "PORT": str(self.port),
            "TALKA_ADDRESS": self.address, "TALKA_NAME": name, "TALKA_ALLOW_ADDRESSES": "127.0.0.1",
        }
        self.talka("setup", "--name", "Olive Operator", "--email", EMAIL, input=PASSWORD + "\n")

    def talka(self, *arguments, fails=False, **more):
        done = subprocess.run([BINARY, *arguments], env=self.environment, capture_output=True, text=True, **more)
        if (done.returncode != 0) != fails:
            raise RuntimeError(f"talka {arguments}: {done.returncode} {done.stdout} {done.stderr}")
        return (done.stdout + done.stderr).strip()

    def body(self, slug):
        self.talka("tenant", "add", slug, f"{slug} of {self.name}")
        self.talka("tenant", "switch-on", "knowledge", slug)

    def serve(self):
        self.process = subprocess.Popen([BINARY, "serve"], env=self.environment, stdout=self.log, stderr=self.log)
        for _ in range(400):
            try:
                urllib.request.urlopen(f"{self.address}/health", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise RuntimeError(f"{self.name} did not start")
        self.operator = Browser(self.address)
        status, _, text = self.operator.submit("/sign-in", {"email": EMAIL, "password": PASSWORD})
        if status != 303:
            raise RuntimeError(f"nobody could sign in: {status} {text[:300]}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)

    def officer(self, slug):
        """Makes the operator an officer of a body, and gives a key for programs."""
        status, _, text = self.operator.submit(
            f"/t/{slug}/people", {"email": EMAIL, "role": "officer"})
        if status not in (200, 303):
            raise RuntimeError(f"no role: {status} {text[:500]}")
        _, _, text = self.operator.submit("/account/tokens/new", {
            "tenant": slug, "token_name": "check", "scopes": "write", "days": "30"})
        self.token = re.search(r"<code[^>]*>(talka_[^<]+)</code>", text).group(1)

    def call(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data=data, headers={
            "authorization": f"Bearer {self.token}", "content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    def practice(self, slug, title):
        """Tells a practice, and shares it: its id."""
        base = f"/api/t/{slug}/knowledge/practices"
        made = self.call(f"{base}/write-practice", {
            "title": title, "problem": f"The problem of {title}", "solution": "Done.", "contact": "The desk"})
        self.call(f"{base}/{made['id']}/share-practice", {})
        return made["id"]

    def follow(self, address, fingerprint):
        """Follows a network by the pages: the path of its page."""
        form = "/t/commons/following/networks/new/follow-network"
        status, place, text = self.operator.submit(form, {"address": address, "kinds": KINDS})
        count.check(status == 303, f"{self.name} asks {address} who it is", text[-1500:])
        _, _, page = self.operator.ask(place)
        count.check(fingerprint in page, "its fingerprint is shown")
        wrong, _, _ = self.operator.submit(f"{place}/confirm-network", {"fingerprint": "0000 0000"})
        count.check(wrong == 422, "another fingerprint is refused", wrong)
        status, _, _ = self.operator.submit(f"{place}/confirm-network", {"fingerprint": fingerprint})
        count.check(status == 303, "the right one is not", status)
        return place

    def pull(self, place):
        self.operator.submit(f"{place}/pull-now")

    def items(self):
        """Titles of what others published, as everyone sees it here, with where each is read."""
        found, cursor = {}, None
        while True:
            path = "/following.json" + (f"?cursor={urllib.parse.quote(cursor)}" if cursor else "")
            _, _, text = Browser(self.address).ask(path)
            page = json.loads(text)
            for item in page["items"]:
                found[item["record"]] = item
            cursor = page["next"]
            if not cursor:
                return found

    def wait(self, holds, seconds=60):
        """Waits until something holds of what is followed."""
        for _ in range(seconds * 4):
            if holds(self.items()):
                return True
            time.sleep(0.25)
        return False


class Proxy(http.server.ThreadingHTTPServer):
    """Sits between: passes everything on, and changes a word."""

    def __init__(self, behind):
        self.behind, self.change = behind, None
        super().__init__(("127.0.0.1", 0), Passing)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"


class Passing(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        answer = requests.get(self.server.behind + self.path, headers={"accept": "application/json"}, timeout=60)
        status, body = answer.status_code, answer.content
        if self.server.change:
            status, body = self.server.change(status, body)
        self.send_response(status)
        for name in ("content-type", "content-digest", "signature-input", "signature"):
            if name in answer.headers:
                self.send_header(name, answer.headers[name])
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def both_ways(north, south):
    first = north.practice("kl", "Salt on the roads")
    second = north.practice("kl", "Snow on the bridges")
    south.practice("fingal", "Lifts that speak")
    places = {
        "north": south.follow(north.address, north.talka("following", "key")),
        "south": north.follow(south.address, south.talka("following", "key")),
    }
    count.check(south.wait(lambda items: {first, second} <= items.keys()), "what the north published is in the south")
    count.check(north.wait(lambda items: len(items) == 1), "and the other way round")
    url = south.items()[first]["url"]
    with urllib.request.urlopen(url) as page:
        count.check("Salt on the roads" in page.read().decode(), "it is read where it comes from", url)
    _, _, found = Browser(south.address).ask("/search?q=salt")
    count.check("Salt on the roads" in found, "search finds it")
    _, _, feed = Browser(south.address).ask("/api/register/following.item.atom")
    count.check("Salt on the roads" in feed, "and a reader of feeds")

    north.call(f"/api/t/kl/knowledge/practices/{first}/change-practice", {
        "title": "Grit on the roads", "problem": "x", "solution": "y", "contact": "z"})
    north.call(f"/api/t/kl/knowledge/practices/{second}/withdraw-practice", {})
    time.sleep(1)
    south.pull(places["north"])
    _, _, text = Browser(south.address).ask("/following")
    count.check(
        south.wait(lambda items: first in items and second not in items), "what is withdrawn there is withdrawn here")
    _, _, text = Browser(south.address).ask("/following")
    count.check("Grit on the roads" in text and "Salt on the roads" not in text, "what is changed there is changed here")
    for network, place in ((south, places["north"]), (north, places["south"])):
        network.pull(place)
    time.sleep(2)
    count.check(len(south.items()) == 1 and len(north.items()) == 1, "nothing comes back as an echo")
    return places


def signed(north):
    class Keys(HTTPSignatureKeyResolver):
        def resolve_public_key(self, key_id):
            link = next(k for k in announced["keys"] if k["id"] == key_id)
            return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(link["key"] + "="))

    announced = requests.get(f"{north.address}/.well-known/talka").json()
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=Keys())
    answer = requests.get(f"{north.address}/following/feed?after=0&limit=3&kinds=knowledge.practice%2Cx")
    results = verifier.verify(answer, max_age=datetime.timedelta(minutes=5), body=answer.content)
    covered = set(results[0].covered_components)
    count.check('"@query";req' in covered and '"content-digest"' in covered, "a library elsewhere takes the signature", covered)
    answer.request.url = answer.request.url.replace("after=0", "after=1")
    try:
        verifier.verify(answer, max_age=datetime.timedelta(minutes=5), body=answer.content)
        count.check(False, "it does not take it for another question")
    except Exception:
        count.check(True, "it does not take it for another question")


def killed(north, south, places):
    wanted = {north.practice("kl", f"Practice {number}") for number in range(450)}
    for turn in range(3):
        south.pull(places["north"])
        south.wait(lambda items: len(items) > 50 + turn * 100, 20)
        south.kill()
        south.serve()
    south.pull(places["north"])
    count.check(south.wait(lambda items: wanted <= items.keys(), 120), "who was killed while reading goes on", len(south.items()))
    count.check(len(south.items()) == len(wanted) + 1, "and has nothing twice", len(south.items()))
    text = south.talka("verify")
    count.check("NOT" not in text, "its journals are sound", text)


def tampered(north, south):
    proxy = Proxy(north.address)
    third = Network("east")
    try:
        third.serve()
        # The north as it is reached through somebody: it must say so itself.
        north.stop()
        north.environment["TALKA_ADDRESS"] = proxy.address
        north.serve()
        place = third.follow(proxy.address, north.talka("following", "key"))
        count.check(third.wait(lambda items: len(items) > 400, 90), "through somebody who only passes it on it is read")
        before = len(third.items())

        changes = {
            "a word": lambda status, body: (status, body.replace(b"Fresh", b"False")),
            "nothing": lambda status, body: (status, b""),
            "garbage": lambda status, body: (status, b"\xff" * 1000),
            "too much": lambda status, body: (status, b"[" + b" " * (6 << 20) + b"]"),
            "an error": lambda status, body: (503, b""),
        }
        for number, (name, change) in enumerate(changes.items()):
            north.practice("kl", f"Fresh {number}")
            time.sleep(1)
            proxy.change = change
            third.pull(place)
            for _ in range(120):
                _, _, text = third.operator.ask(place)
                if 'class="warning"' in text:
                    break
                time.sleep(0.25)
            count.check('class="warning"' in text, f"{name}: it is said", text[:2000])
            count.check(len(third.items()) == before, f"{name}: nothing of it is believed")
            proxy.change = None
            third.pull(place)
            count.check(third.wait(lambda items: len(items) == before + 1), f"{name}: it goes on where it was")
            before += 1

        north.talka("following", "renew-key")
        north.practice("kl", "Under a new key")
        time.sleep(1)
        third.pull(place)
        count.check(third.wait(lambda items: len(items) == before + 1), "a key that the one before vouches for is taken")
    finally:
        proxy.shutdown()
        third.stop()
        north.stop()
        north.environment["TALKA_ADDRESS"] = north.address
        north.serve()


def moved(north, south, places):
    """The body of the north moves to the south."""
    ids = set(south.items())
    north.talka("export", "kl", f"{folder}/kl")
    south.talka("import", "tenant", f"{folder}/kl")
    north.talka("tenant", "leave", "kl", "--export", f"{folder}/kl", "--confirm", "kl", "--moved-to", south.address)
    time.sleep(3)
    one = next(iter(ids))
    path = f"/t/kl/knowledge/practices/{one}?key=abc"
    status, place, _ = Browser(north.address).ask(path)
    count.check(status == 301 and place == south.address + path, "an old address leads on", (status, place))
    with urllib.request.urlopen(north.address + path) as page:
        count.check(page.status == 200, "to where it is read now")
    status, _, text = north.operator.ask("/t/kl/knowledge/practices/new/write-practice", {"title": "x"})
    count.check(status == 410 and south.address in text, "a form is told where to", (status, text[:300]))
    south.pull(places["north"])
    north.pull(places["south"])
    count.check(south.wait(lambda items: not items), "the south shows its own once", len(south.items()))
    count.check(north.wait(lambda items: ids <= items.keys(), 90), "the north goes on showing it, from the south")
    count.check("NOT" not in south.talka("verify", "kl"), "its journal is sound there")


def main():
    north, south = Network("north"), Network("south")
    try:
        north.body("kl")
        south.body("fingal")
        for network, slug in ((north, "kl"), (south, "fingal")):
            network.serve()
            network.officer(slug)
        places = {}
        count.run("both ways", lambda: places.update(both_ways(north, south)))
        count.run("signed", signed, north)
        count.run("killed", killed, north, south, places)
        count.run("tampered", tampered, north, south)
        count.run("moved", moved, north, south, places)
    finally:
        for network in (north, south):
            network.stop()
    for network in (north, south):
        log = open(f"{folder}/{network.name}.log").read()
        count.check(" fault" not in log, f"no faults in the log of {network.name}", log[-1500:])
    count.end()


if __name__ == "__main__":
    main()
