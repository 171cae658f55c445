# SPDX-License-Identifier: EUPL-1.2
"""The program as it is run by an operator, on a demonstration network."""

import http.client
import json
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import time


class Server:
    # How it is started.
    arguments = ["demo"]

    def __init__(self, binary, store):
        self.binary = binary
        self.store = store
        self.process = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = dict(
            os.environ, TALKA_STORE=f"sqlite:{store}", PORT=str(self.port), TALKA_HOST="127.0.0.1")
        self.log = store + ".log"
        self.sign_ins = []

    def command(self, *arguments, store=None):
        """Runs a command of the program to its end: its exit code and what it printed."""
        environment = dict(self.environment)
        if store:
            environment["TALKA_STORE"] = f"sqlite:{store}"
        done = subprocess.run(
            [self.binary, *arguments], env=environment, capture_output=True, text=True, timeout=600)
        return done.returncode, done.stdout + done.stderr

    def make_demo(self):
        self.start()
        code, printed = self.command("demo", "--sign-ins")
        self.stop()
        if code != 0:
            raise SystemExit(f"the demonstration could not be made: {printed}")
        self.sign_ins = json.loads(printed[printed.index("["):printed.rindex("]") + 1])

    def tokens(self, role, tenant="kildare"):
        return [s["token"] for s in self.sign_ins if s["role"] == role and s["tenant"] == tenant]

    def start(self, store=None, largest_file=None, descriptors=None):
        """Starts it and waits until it answers. No file may grow beyond `largest_file` bytes, and no more
        than `descriptors` may be open."""
        environment = dict(self.environment)
        if store:
            environment["TALKA_STORE"] = f"sqlite:{store}"

        def limit():
            # A write beyond the limit fails then, instead of ending the program.
            if largest_file:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))

        self.process = subprocess.Popen(
            [self.binary, *self.arguments], env=environment, stdout=open(self.log, "ab"),
            stderr=subprocess.STDOUT, restore_signals=largest_file is None,
            preexec_fn=limit if largest_file or descriptors else None)
        for _ in range(1800):
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended by itself; see its end:\n{self.tail()}")
            try:
                if self.get("/")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise SystemExit(f"the server does not answer:\n{self.tail()}")

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self):
        """Ends it as an operator does; its exit code, nil if it does not end."""
        self.process.terminate()
        try:
            return self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def tail(self):
        with open(self.log, errors="replace") as log:
            return log.read()[-3000:]

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path, token=None, connection=None):
        """The status and the JSON (or text) of an answer."""
        own = connection or self.connect()
        try:
            own.request("GET", path, headers={"Authorization": f"Bearer {token}"} if token else {})
            answer = own.getresponse()
            body = answer.read()
        finally:
            if connection is None:
                own.close()
        try:
            return answer.status, json.loads(body)
        except ValueError:
            return answer.status, body.decode(errors="replace")

    def all(self, path, token):
        """Every record of a list, page by page."""
        items, after = [], None
        connection = self.connect()
        try:
            while True:
                place = f"{path}?limit=200" + (f"&after={after}" if after else "")
                status, page = self.get(place, token, connection)
                if status != 200:
                    raise SystemExit(f"{place} answered {status}: {page}")
                items += page["items"]
                after = page.get("next")
                if not after:
                    return items
        finally:
            connection.close()

    def rows(self, slug, sql, store=None):
        """What a query of a store's file gives, beside the server."""
        path = os.path.join(store or self.store, f"{slug}.sqlite")
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def slugs(self):
        return sorted(
            name.removesuffix(".sqlite") for name in os.listdir(self.store)
            if name.endswith(".sqlite"))
