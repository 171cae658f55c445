#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What a server leans on fails under load, and comes back: nothing acknowledged is lost, nobody mends by hand.

    python3 checks/crash/outages.py BINARY [--only NAME…] [--longer 1] [--seed N]

On SQLite: a disk that is slow, read-only, broken, and clocks set forward and back (machine.c, by LD_PRELOAD);
no descriptors left. On PostgreSQL, with two servers: the database restarted, slow, read-only, without
connections; the servers' clocks hours apart. Prints how long it took until an act was acknowledged again,
what failed, then `N passed, M failed`.
"""

import argparse
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from accounting import Accounting  # noqa: E402
from cluster import Cluster  # noqa: E402
from database import Database  # noqa: E402
from load import Load  # noqa: E402
from report import Report  # noqa: E402
from server import Server  # noqa: E402

THREADS = 8
# How long, in seconds, anything may take until it works again by itself.
PATIENCE = 60


class Outage:
    """One load on one network, on which one thing after the other fails."""

    def __init__(self, server, report, chance, longer):
        self.server, self.report, self.longer = server, report, longer
        self.load = Load(server, chance)
        self.accounting = Accounting(server, self.load, report)

    def run(self, name, impose, lift, seconds, must_refuse=True):
        load, report = self.load, self.report
        load.begin(THREADS)
        load.run(2)
        report.check(load.acknowledged > 0, f"{name}: nothing was acknowledged before it")
        load.faults = 0
        impose()
        load.run(seconds * self.longer)
        meanwhile = load.faults
        self.pages_answer(name)
        lift()
        before, lifted = load.acknowledged, time.monotonic()
        while load.acknowledged == before and time.monotonic() - lifted < PATIENCE:
            time.sleep(0.05)
        back = time.monotonic() - lifted
        load.run(1)
        load.end()
        report.check(
            back < PATIENCE, f"{name}: nothing was acknowledged for {PATIENCE} s after it was over")
        report.check(
            set(load.troubles) <= {503}, f"{name}: not every trouble was told as one: {dict(load.troubles)}")
        report.check(meanwhile > 0 or not must_refuse, f"{name}: nothing failed: the check checks nothing")
        report.note(
            f"{name}: {load.summary()} {dict(load.troubles)}; the next act {back:.1f} s after its end")
        self.accounting.settle(name)

    def pages_answer(self, name):
        """The server stays up and says what is wrong: a page answers, well or with 503."""
        try:
            status, _ = self.server.get("/health")
        except OSError as error:
            status = error
        self.report.note(f"{name}: /health answers {status}")


def write(path, text):
    """Says something in a file that others read at any moment."""
    with open(path + ".new", "w") as file:
        file.write(text)
    os.replace(path + ".new", path)


def built(folder):
    """The library that machine.c is."""
    library = os.path.join(folder, "machine.so")
    if not os.path.exists(library):
        source = os.path.join(HERE, "machine.c")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
        os.chmod(library, 0o755)
    return library


def with_clock(server, folder, path):
    """The server's clock is ahead of the machine's by the seconds the file says."""
    write(path, "0")
    server.environment.update(LD_PRELOAD=built(folder), CLOCK_SAYS=path)


def without_preload(server):
    for name in ("LD_PRELOAD", "CLOCK_SAYS", "DISK_SAYS"):
        server.environment.pop(name, None)


def disk(outage, server, folder, wanted):
    said = os.path.join(folder, "disk")
    server.environment.update(LD_PRELOAD=built(folder), DISK_SAYS=said)
    write(said, "")
    server.start()
    for name, text, must_refuse in (
        ("slow disk", "slow 300", False), ("read-only disk", "readonly", True), ("broken disk", "broken", True),
    ):
        if wanted(name):
            outage.run(name, lambda: write(said, text), lambda: write(said, ""), 5, must_refuse)
    server.kill()
    without_preload(server)


def clocks(outage, server, folder, wanted):
    if not wanted("clocks"):
        return
    said = os.path.join(folder, "clock")
    with_clock(server, folder, said)
    server.start()
    for name, text in (("clock an hour forward", "3600"), ("clock two hours back", "-3600")):
        outage.run(name, lambda: write(said, text), lambda: None, 4, False)
    server.kill()
    without_preload(server)


def descriptors(outage, server, wanted):
    """Connections from many addresses, more than there are descriptors: none may take the last."""
    if not wanted("descriptors"):
        return
    server.start(descriptors=1_024)
    held = []

    def impose():
        for number in range(1_200):
            connection = socket.socket()
            connection.settimeout(5)
            try:
                connection.bind((f"127.0.3.{number % 20 + 1}", 0))
                connection.connect(("127.0.0.1", server.port))
            except OSError:
                pass
            held.append(connection)
        count = len(os.listdir(f"/proc/{server.process.pid}/fd"))
        outage.report.note(f"out of descriptors: {count} of 1024 are open")

    def lift():
        for connection in held:
            connection.close()

    outage.run("out of descriptors", impose, lift, 5, False)
    outage.report.check(server.process.poll() is None, "out of descriptors: the server ended")
    server.kill()


def on_sqlite(options, report, chance, folder):
    server = Server(os.path.abspath(options.binary), os.path.join(folder, "store"))
    try:
        server.make_demo()
        server.start()
        outage = Outage(server, report, chance, options.longer)
        server.stop()
        disk(outage, server, folder, options.wanted)
        clocks(outage, server, folder, options.wanted)
        descriptors(outage, server, options.wanted)
    finally:
        server.kill()


def connections_used_up(database, address):
    """Takes every connection there is, as soon as the servers have lost theirs."""
    hogs = [
        subprocess.Popen(
            ["psql", "-X", "-q", address, "-c", "SELECT pg_sleep(600)"], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        for _ in range(40)
    ]
    time.sleep(1)
    subprocess.run(
        ["psql", "-X", "-q", address, "-c", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
         "WHERE application_name = 'talka'"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    hogs += [
        subprocess.Popen(
            ["psql", "-X", "-q", address, "-c", "SELECT pg_sleep(600)"], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        for _ in range(40)
    ]
    return hogs


def on_postgres(options, report, chance, folder):
    database = Database(os.path.join(folder, "postgres"), chance.randint(54_400, 54_900))
    said = os.path.join(folder, "disk")
    os.environ.update(LD_PRELOAD=built(folder), DISK_SAYS=said)
    write(said, "")
    address = database.start()
    del os.environ["LD_PRELOAD"]
    database.stop()
    database.set("max_connections", 40)
    os.environ["LD_PRELOAD"] = built(folder)
    address = database.start()
    del os.environ["LD_PRELOAD"], os.environ["DISK_SAYS"]
    cluster = Cluster(os.path.abspath(options.binary), os.path.join(folder, "files"), address, "check_")
    hogs = []

    def sql(text):
        subprocess.run(["psql", "-X", "-q", address, "-c", text], check=True, stdout=subprocess.DEVNULL)

    def read_only(value):
        sql(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
        sql("SELECT pg_reload_conf()")

    def writable():
        sql("ALTER SYSTEM RESET default_transaction_read_only")
        sql("SELECT pg_reload_conf()")

    def restart():
        database.stop()
        time.sleep(2)
        database.start()

    def give_back():
        for hog in hogs:
            hog.kill()
            hog.wait()

    try:
        cluster.members[0].make_demo()
        cluster.sign_ins = cluster.members[0].sign_ins
        for number, member in enumerate(cluster.members):
            with_clock(member, folder, os.path.join(folder, f"clock-{number}"))
        cluster.start()
        outage = Outage(cluster, report, chance, options.longer)

        def apart():
            write(os.path.join(folder, "clock-0"), "5400")
            write(os.path.join(folder, "clock-1"), "-5400")

        def together():
            for number in (0, 1):
                write(os.path.join(folder, f"clock-{number}"), "0")

        for name, impose, lift, must_refuse in (
            ("restart", restart, lambda: None, True),
            ("slow database", lambda: write(said, "slow 300"), lambda: write(said, ""), False),
            ("read-only database", lambda: read_only("on"), writable, True),
            ("no connections", lambda: hogs.extend(connections_used_up(database, address)), give_back, True),
            ("clocks apart", apart, together, False),
        ):
            if options.wanted(name):
                outage.run(name, impose, lift, 5, must_refuse)
                report.check(
                    len(cluster.alive()) == len(cluster.members), f"{name}: a server ended by itself")
    finally:
        give_back()
        cluster.kill()
        database.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--only", nargs="*", help="words of the names of what is to fail")
    parser.add_argument("--longer", type=float, default=1)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--engine", choices=["sqlite", "postgres"])
    options = parser.parse_args()
    options.wanted = lambda name: not options.only or any(word in name for word in options.only)
    report = Report()
    report.note(f"seed {options.seed}")
    chance = random.Random(options.seed)
    for engine, check in (("sqlite", on_sqlite), ("postgres", on_postgres)):
        if options.engine and options.engine != engine:
            continue
        folder = tempfile.mkdtemp(prefix="talka-outages-")
        os.chmod(folder, 0o755)
        try:
            check(options, report, chance, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    report.end()


if __name__ == "__main__":
    main()
