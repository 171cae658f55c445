# SPDX-License-Identifier: EUPL-1.2
"""Ten times what the server works on at once, slow clients and huge bodies: the excess is told to come back,
and officers go on working.

    python3 checks/overload.py BINARY [--seconds 20]

A server of its own works on few requests at once (TALKA_REQUESTS), so that ten times as many can be sent from
here. Everybody asks for public pages without a pause, from many addresses; four officers read and act. Prints
how each fared and the memory, what failed, then `N passed, M failed`.
"""

import argparse
import asyncio
import collections
import json
import os
import random
import shutil
import sys
import tempfile
import threading
import time
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "crash"))

from report import Report  # noqa: E402
from server import Server  # noqa: E402

AT_ONCE = 16
TIMES = 10
PAGES = ["/register/planning", "/", "/register/planning.json?q=house", "/register/planning?q=extension", "/help"]
# Everybody comes from some of so many addresses, for no one address may have many connections.
ADDRESSES = 20


class Flood:
    """So many who ask for public pages at once, each again as soon as it was answered."""

    def __init__(self, server, size):
        self.server, self.size = server, size
        self.answers = collections.Counter()
        self.without_when = 0
        self.stopped = False

    async def one(self, number):
        chance = random.Random(number)
        while not self.stopped:
            try:
                reader, writer = await asyncio.open_connection(
                    "127.0.0.1", self.server.port, local_addr=(f"127.0.1.{number % ADDRESSES + 1}", 0))
            except OSError:
                self.answers["no connection"] += 1
                await asyncio.sleep(0.2)
                continue
            try:
                while not self.stopped:
                    await self.ask(reader, writer, chance.choice(PAGES))
            except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError, ValueError):
                self.answers["broken off"] += 1
            writer.close()

    async def ask(self, reader, writer, page):
        writer.write(f"GET {page} HTTP/1.1\r\nHost: talka.test\r\n\r\n".encode())
        await writer.drain()
        head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)).decode().lower()
        length = next(
            int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length:"))
        await asyncio.wait_for(reader.readexactly(length), 60)
        status = int(head.split(" ")[1])
        self.answers[status] += 1
        if status == 503 and "\r\nretry-after:" not in head:
            self.without_when += 1

    async def run(self, seconds):
        tasks = [asyncio.create_task(self.one(n)) for n in range(self.size)]
        await asyncio.sleep(seconds)
        self.stopped = True
        await asyncio.wait(tasks, timeout=70)


class Officer(threading.Thread):
    """Reads the case list and asks consultees, one thing after the other."""

    def __init__(self, server, token, case):
        super().__init__()
        self.server, self.token, self.case = server, token, case
        self.stopped = threading.Event()
        self.answers = collections.Counter()
        self.took = []

    def run(self):
        connection = self.server.connect()
        while not self.stopped.is_set():
            began = time.monotonic()
            try:
                self.answers[self.read(connection)] += 1
                self.answers[self.act(connection)] += 1
            except OSError as error:
                self.answers[type(error).__name__] += 1
                connection.close()
                connection = self.server.connect()
            self.took.append((time.monotonic() - began) / 2)
            time.sleep(0.05)
        connection.close()

    def read(self, connection):
        path = "/api/t/kildare/planning/applications?limit=20"
        return self.server.get(path, self.token, connection)[0]

    def act(self, connection):
        body = {"application": self.case, "consultee": "galway", "question": f"What of {uuid.uuid4()}?"}
        connection.request(
            "POST", "/api/t/kildare/planning/consultations/ask-consultee", body=json.dumps(body), headers={
                "Authorization": f"Bearer {self.token}", "Content-Type": "application/json",
                "Idempotency-Key": str(uuid.uuid4())})
        answer = connection.getresponse()
        answer.read()
        return answer.status


def memory(server, name="VmRSS"):
    """Megabytes the server holds; VmHWM: the most it ever held."""
    with open(f"/proc/{server.process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name)) // 1024


def case_of(server, token):
    from load import Load
    return Load(server, random.Random(0)).find_case()


def officers_at_work(server, tokens, case, seconds, beside=None):
    """What officers met in so many seconds, and how long each thing took."""
    officers = [Officer(server, token, case) for token in tokens]
    for officer in officers:
        officer.start()
    if beside:
        asyncio.run(beside.run(seconds))
    else:
        time.sleep(seconds)
    for officer in officers:
        officer.stopped.set()
    for officer in officers:
        officer.join()
    answers = sum((o.answers for o in officers), collections.Counter())
    took = sorted(t for o in officers for t in o.took)
    return answers, took


def shown(took):
    place = lambda share: took[min(len(took) - 1, int(len(took) * share))] * 1000  # noqa: E731
    return f"half within {place(0.5):.0f} ms, 99 of 100 within {place(0.99):.0f} ms"


def flooded(server, tokens, case, seconds, report):
    answers, took = officers_at_work(server, tokens, case, seconds / 2)
    report.note(f"officers alone: {dict(answers)}, {shown(took)}")
    few = Flood(server, AT_ONCE // 2)
    asyncio.run(few.run(seconds / 2))
    report.note(f"{few.size} at once: {few.answers[200] / (seconds / 2):.0f} pages a second")
    flood = Flood(server, AT_ONCE * TIMES)
    answers, took = officers_at_work(server, tokens, case, seconds, flood)
    good = sum(n for status, n in answers.items() if status in (200, 201))
    report.note(
        f"{flood.size} at once: {dict(flood.answers)}, {flood.answers[200] / seconds:.0f} pages a second; "
        f"officers: {dict(answers)}, {shown(took)}; {memory(server)} MB")
    report.check(flood.answers[503] > 0, "nothing was shed: the check checks nothing")
    report.check(flood.answers[200] > 0, "nobody was answered during the flood")
    report.check(flood.without_when == 0, f"{flood.without_when} answers of 503 say not when to come back")
    others = set(flood.answers) - {200, 503, "broken off", "no connection"}
    report.check(not others, f"the flood met {others}")
    total = sum(answers.values())
    report.check(good == total, f"officers: {total - good} of {total} failed: {dict(answers)}")
    report.check(took[int(len(took) * 0.99)] < 10, f"officers waited {took[-1]:.1f} s")


class Slow:
    """Connections that send or read next to nothing."""

    def __init__(self, server):
        self.server, self.open = server, []

    async def connect(self, number, sent):
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", self.server.port, local_addr=(f"127.0.2.{number % ADDRESSES + 1}", 0), limit=1024)
        writer.write(sent)
        self.open.append(writer)
        return reader, writer

    async def bodies(self, count):
        head = (
            "POST /sign-in HTTP/1.1\r\nHost: talka.test\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            "Content-Length: 900000\r\n\r\nemail=")
        for number in range(count):
            await self.connect(number, head.encode())

    async def readers(self, count):
        asked = "GET /register/planning HTTP/1.1\r\nHost: talka.test\r\n\r\n" * 20
        for number in range(count):
            await self.connect(number, asked.encode())

    async def drip(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for writer in self.open:
                if not writer.is_closing():
                    writer.write(b"a")
            await asyncio.sleep(1)

    async def huge(self, count, megabytes):
        """Bodies far beyond what is taken: refused without being held."""
        refused = 0
        for number in range(count):
            length = megabytes << 20
            head = (
                "POST /sign-in HTTP/1.1\r\nHost: talka.test\r\n"
                f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n")
            reader, writer = await self.connect(number, head.encode())
            try:
                for _ in range(megabytes):
                    writer.write(b"a" * (1 << 20))
                    await asyncio.wait_for(writer.drain(), 5)
            except (OSError, asyncio.TimeoutError):
                pass
            try:
                status = (await asyncio.wait_for(reader.readline(), 10)).split(b" ")
                refused += len(status) > 1 and status[1] in (b"413", b"400", b"503")
            except (OSError, asyncio.TimeoutError, ValueError):
                refused += 1
        return refused

    def close(self):
        for writer in self.open:
            writer.close()


def slow_clients(server, tokens, case, seconds, report):
    before = memory(server)

    class Beside:
        async def run(self, seconds):
            slow = Slow(server)
            await slow.bodies(150)
            await slow.readers(150)
            await slow.drip(seconds)
            report.note(f"{len(slow.open)} slow connections: {memory(server)} MB")
            refused = await slow.huge(20, 64)
            report.check(refused == 20, f"{20 - refused} of 20 huge bodies were not refused")
            slow.close()

    answers, took = officers_at_work(server, tokens, case, seconds, Beside())
    most = memory(server, "VmHWM")
    good = sum(n for status, n in answers.items() if status in (200, 201))
    report.note(
        f"slow clients and huge bodies: {before} MB before, {memory(server)} MB after, {most} MB at most; "
        f"officers: {dict(answers)}, {shown(took)}")
    report.check(good == sum(answers.values()), f"officers beside slow clients: {dict(answers)}")
    report.check(most - before < 200, f"slow clients and huge bodies cost {most - before} MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    report = Report()
    folder = tempfile.mkdtemp(prefix="talka-overload-")
    server = Server(os.path.abspath(options.binary), os.path.join(folder, "store"))
    try:
        server.make_demo()
        server.environment["TALKA_REQUESTS"] = str(AT_ONCE)
        server.start()
        tokens = server.tokens("officer")[:1] * 4
        case = case_of(server, tokens[0])
        flooded(server, tokens, case, options.seconds, report)
        slow_clients(server, tokens, case, options.seconds, report)
        report.check(server.get("/")[0] == 200, "it does not answer any more")
        code, printed = server.command("verify", "--json")
        report.check(code == 0, f"verify ended with {code}: {printed[-300:]}")
        report.check(server.stop() == 0, "SIGTERM did not end the server with 0")
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)
    report.end()


if __name__ == "__main__":
    main()
