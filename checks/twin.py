#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Kills the server at random while eight writers update a twin and subscribers listen; then counts.

    python3 checks/twin.py BINARY [--kills 20] [--store postgres://…] [--pause 0.04] [--seed N]

Starts `talka serve --open-twin` on a store of its own: a directory, or schemas of its own in the database that
--store names. Afterwards no acknowledged update may be lost, each entity's history ends with what it says now,
each acknowledged change must have been notified at least once, and `talka verify` must find nothing. Needs
nothing but Python, and psql for a database. Prints counts, what failed, then `N passed, M failed`.
"""

import argparse
import collections
import http.client
import http.server
import json
import os
import random
import re
import shutil
import socketserver
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "crash"))

from report import Report  # noqa: E402
from server import Server  # noqa: E402

WRITERS = 8
# How many entities each of them has, and how often it writes them all at once.
ENTITIES = 5
BATCHES = 0.3
ROOT = "/ngsi-ld/v1"
SINCE_EVER = "2000-01-01T00:00:00Z"


def moment(text):
    """A moment such as 2026-01-06T09:30:00.5Z with all its digits, so that texts stand in their order."""
    whole, _, rest = text.rstrip("Z").partition(".")
    return f"{whole}.{rest:0<6}"


class TwinServer(Server):
    arguments = ["serve", "--open-twin"]

    def __init__(self, binary, store, database=None):
        super().__init__(binary, store)
        self.database, self.prefix = database, f"twincheck_{os.getpid()}_"
        # Other checks' settings are not this one's.
        for name in [name for name in self.environment if name.startswith("TALKA_")]:
            del self.environment[name]
        self.environment["TALKA_HOST"] = "127.0.0.1"
        self.environment["TALKA_STORE"] = f"sqlite:{store}"
        if database:
            joint = "&" if "?" in database else "?"
            self.environment["TALKA_STORE"] = f"{database}{joint}schemas={self.prefix}"
            self.environment["TALKA_DOCUMENTS"] = f"folder:{store}/documents"

    def drop(self):
        """Takes the schemas away again."""
        if not self.database:
            return
        found = subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", self.database, "-c",
             f"SELECT nspname FROM pg_namespace WHERE nspname LIKE '{self.prefix}%'"],
            capture_output=True, text=True).stdout.split()
        for name in found:
            subprocess.run(
                ["psql", "-X", "-q", self.database, "-c", f"DROP SCHEMA {name} CASCADE"],
                capture_output=True)

    def ask(self, method, path, body=None, connection=None):
        """The status, the headers and the JSON of an answer."""
        own = connection or self.connect()
        headers = {"Content-Type": "application/json"} if body is not None else {}
        own.request(method, f"{ROOT}/{path}", body=None if body is None else json.dumps(body), headers=headers)
        answer = own.getresponse()
        text = answer.read()
        if connection is None:
            own.close()
        try:
            return answer.status, answer.headers, json.loads(text or b"null")
        except ValueError:
            return answer.status, answer.headers, text.decode(errors="replace")


class Hearer(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """Whoever is notified: counts how often it heard of each change."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        self.heard = collections.Counter()
        self.notifications = 0
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), Hearing)
        self.address = f"http://127.0.0.1:{self.server_address[1]}/heard"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def note(self, notification):
        with self.lock:
            self.notifications += 1
            for entity in notification["data"]:
                self.heard[entity["id"], entity["n"]["value"]] += 1

    def handle_error(self, request, address):
        """A server that is killed in the middle of a notification is no news."""


class Hearing(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.note(json.loads(body))
        self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Writer(threading.Thread):
    """Counts its entities up, one by one or all at once, and remembers what it was told."""

    def __init__(self, number, server, pause, seed):
        super().__init__(daemon=True)
        self.server, self.pause, self.chance = server, pause, random.Random(seed)
        self.ids = [f"urn:ngsi-ld:Counter:{number}:{place}" for place in range(ENTITIES)]
        self.last = {id: 0 for id in self.ids}
        # What was acknowledged, and what nobody knows of.
        self.done = {id: {0} for id in self.ids}
        self.unknown = {id: set() for id in self.ids}
        self.surprises = []
        self.ending = threading.Event()

    def run(self):
        connection = self.server.connect()
        while not self.ending.is_set():
            time.sleep(self.pause * self.chance.uniform(0.5, 1.5))
            try:
                if connection.sock is None:
                    connection.connect()
            except OSError:
                # Nobody is there: nothing was sent.
                connection = self.server.connect()
                continue
            ids = self.ids if self.chance.random() < BATCHES else [self.chance.choice(self.ids)]
            try:
                self.write(ids, connection)
            except (OSError, http.client.HTTPException):
                # Nobody knows what became of it: what was sent stands among the unknown.
                connection.close()
                connection = self.server.connect()
        connection.close()

    def write(self, ids, connection):
        for id in ids:
            self.last[id] += 1
            self.unknown[id].add(self.last[id])
        values = {id: {"type": "Property", "value": self.last[id]} for id in ids}
        if len(ids) == 1:
            status, _, answer = self.server.ask(
                "PATCH", f"entities/{ids[0]}/attrs", {"n": values[ids[0]]}, connection)
        else:
            body = [{"id": id, "type": "Counter", "n": values[id]} for id in ids]
            status, _, answer = self.server.ask("POST", "entityOperations/update", body, connection)
        if status == 204:
            for id in ids:
                self.unknown[id].discard(self.last[id])
                self.done[id].add(self.last[id])
        elif status < 500:
            self.surprises.append(f"{ids} answered {status}: {answer}")


class Check:
    def __init__(self, server, hearer, report, options, chance):
        self.server, self.hearer, self.report, self.chance = server, hearer, report, chance
        self.kills = options.kills
        self.writers = [
            Writer(number, server, options.pause, chance.random()) for number in range(WRITERS)]

    def begin(self):
        """Each writer has entities, and somebody who waits for what becomes of them."""
        for number, writer in enumerate(self.writers):
            status, _, answer = self.server.ask("POST", "subscriptions", {
                "id": f"urn:ngsi-ld:Subscription:{number}", "type": "Subscription",
                "entities": [{"type": "Counter", "id": id} for id in writer.ids],
                "notificationTrigger": ["entityCreated", "entityUpdated"],
                "notification": {"endpoint": {"uri": self.hearer.address, "accept": "application/json"}},
            })
            self.report.check(status == 201, f"subscribing answered {status}: {answer}")
            entities = [
                {"id": id, "type": "Counter", "n": {"type": "Property", "value": 0}} for id in writer.ids]
            status, _, answer = self.server.ask("POST", "entityOperations/create", entities)
            self.report.check(status == 201, f"creating answered {status}: {answer}")

    def run(self):
        self.server.start()
        self.begin()
        for writer in self.writers:
            writer.start()
        for kill in range(1, self.kills + 1):
            time.sleep(self.chance.uniform(0.2, 2.0))
            self.server.kill()
            self.server.start()
            if kill % 5 == 0 or kill == self.kills:
                self.report.note(f"killed {kill} times; {self.summary()}")
        time.sleep(1)
        for writer in self.writers:
            writer.ending.set()
        for writer in self.writers:
            writer.join()

    def summary(self):
        done = sum(len(values) for writer in self.writers for values in writer.done.values())
        unknown = sum(len(values) for writer in self.writers for values in writer.unknown.values())
        return f"{done} changes acknowledged, {unknown} unknown, {self.hearer.notifications} notifications"

    def account(self):
        for writer in self.writers:
            self.report.check(not writer.surprises, f"{writer.surprises[:3]}")
            for id in writer.ids:
                self.entity(id, writer.done[id], writer.unknown[id])
        self.notified()
        self.report.check(self.server.stop() == 0, "SIGTERM did not end the server with 0")
        code, printed = self.server.command("verify")
        self.report.check(code == 0, f"verify ended with {code}: {printed[-500:]}")
        self.report.note(printed.strip().replace("\n", "; ")[:200])

    def entity(self, id, done, unknown):
        """Its history has all that was acknowledged and nothing strange, in order, and ends with what is."""
        status, _, entity = self.server.ask("GET", f"entities/{id}?options=keyValues")
        now = entity.get("n") if status == 200 else None
        past = self.history(id)
        for holds, what in (
            (now is not None, f"is not there ({status})"),
            (now == (past or [None])[-1], f"says {now}, its history ends with {(past or [None])[-1]}"),
            (done <= set(past), f"lost {sorted(done - set(past))[:5]} of {len(done)}"),
            (set(past) <= done | unknown, f"has strange {sorted(set(past) - done - unknown)[:5]}"),
            (past == sorted(set(past)), "has a history out of order, or twice the same"),
        ):
            self.report.check(holds, f"{id} {what}")

    def history(self, id):
        """All it ever said, oldest first, page by page."""
        values, since = [], SINCE_EVER
        while True:
            status, headers, json = self.server.ask(
                "GET", f"temporal/entities/{id}?attrs=n&timeproperty=modifiedAt"
                f"&timerel=after&timeAt={since}&options=sysAttrs")
            if status not in (200, 206):
                self.report.check(False, f"the history of {id} answered {status}: {json}")
                return values
            instances = json.get("n", [])
            instances = instances if isinstance(instances, list) else [instances]
            more = [instance["value"] for instance in sorted(instances, key=lambda i: moment(i["modifiedAt"]))]
            values += more[1:] if values and more and more[0] == values[-1] else more
            end = re.search(r"Z-(\S+Z)/", headers.get("Content-Range", "") or "")
            if status == 200 or not end or end.group(1) == since:
                return values
            since = end.group(1)

    def notified(self):
        """Every acknowledged change was told at least once, sooner or later."""
        due = {(id, value) for w in self.writers for id, values in w.done.items() for value in values}
        known = due | {(id, value) for w in self.writers for id, all in w.unknown.items() for value in all}
        count, quiet = -1, time.monotonic()
        while due - set(self.hearer.heard) and time.monotonic() - quiet < 90:
            if self.hearer.notifications != count:
                count, quiet = self.hearer.notifications, time.monotonic()
            time.sleep(0.2)
        with self.hearer.lock:
            heard = dict(self.hearer.heard)
        missing = sorted(due - set(heard))
        self.report.check(not missing, f"{len(missing)} of {len(due)} were never told: {missing[:5]}")
        strange = sorted(set(heard) - known)
        self.report.check(not strange, f"{len(strange)} were told that nobody wrote: {strange[:5]}")
        twice = sum(count - 1 for count in heard.values())
        self.report.note(f"{len(due)} acknowledged changes told, {twice} of them once more")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--store", help="a PostgreSQL database; a directory if it is left out")
    parser.add_argument("--pause", type=float, default=0.04, help="seconds a writer rests between two acts")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    options = parser.parse_args()
    report = Report()
    report.note(f"seed {options.seed}")
    directory = tempfile.mkdtemp(prefix="talka-twin-")
    server = TwinServer(os.path.abspath(options.binary), os.path.join(directory, "store"), options.store)
    try:
        check = Check(server, Hearer(), report, options, random.Random(options.seed))
        check.run()
        report.note(check.summary())
        check.account()
    finally:
        server.kill()
        server.drop()
        shutil.rmtree(directory, ignore_errors=True)
    report.end()


if __name__ == "__main__":
    main()
