#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Kills servers of one network, and their PostgreSQL, under load; nothing acknowledged may be lost.

    python3 checks/crash/postgres.py BINARY [--rounds 6] [--seed N]

Makes a PostgreSQL server of its own by checks/postgres, and two servers of the program on it. In each round
one of three is ended in the middle of everything: one server at once, one as an operator ends it, or
PostgreSQL itself (at once). The others go on. Prints what failed, then `N passed, M failed`.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from accounting import Accounting  # noqa: E402
from cluster import Cluster  # noqa: E402
from load import Load  # noqa: E402
from report import Report  # noqa: E402

THREADS = 12
SCRIPT = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "postgres")


class Database:
    """A PostgreSQL server of the check's own."""

    def __init__(self, folder, port):
        self.folder, self.port = folder, port

    def start(self):
        done = subprocess.run(
            [SCRIPT, "start", self.folder, str(self.port)], check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout.strip().splitlines()[-1]

    def crash(self):
        subprocess.run([SCRIPT, "crash", self.folder], check=True)

    def stop(self):
        subprocess.run([SCRIPT, "stop", self.folder], check=False)


def one_round(number, cluster, database, load, accounting, report, chance):
    what = ["server", "operator", "database"][number % 3]
    load.begin(THREADS)
    load.run(chance.uniform(0.5, 2.0))
    victim = chance.choice(cluster.members)
    before = load.acknowledged
    if what == "server":
        victim.kill()
    elif what == "operator":
        report.check(victim.stop() == 0, f"round {number}: SIGTERM did not end a server with 0")
    else:
        database.crash()
        database.start()
    load.run(chance.uniform(1.0, 3.0))
    load.end()
    report.check(
        load.acknowledged > before, f"round {number}: nobody served after {what} was ended")
    report.note(f"round {number}, {what} ended: {load.summary()}")
    report.check(
        what == "database" or load.faults == 0,
        f"round {number}: the server that was left answered {load.faults} requests with a fault")
    report.check(
        all(m in cluster.alive() for m in cluster.members if m is not victim or what == "database"),
        f"round {number}: a server ended by itself")
    cluster.start()
    accounting.settle(f"round {number}, {what}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    options = parser.parse_args()
    report = Report()
    report.note(f"seed {options.seed}")
    chance = random.Random(options.seed)
    folder = tempfile.mkdtemp(prefix="talka-cluster-")
    os.chmod(folder, 0o755)
    database = Database(os.path.join(folder, "postgres"), chance.randint(20_000, 40_000))
    cluster = None
    try:
        address = database.start()
        cluster = Cluster(os.path.abspath(options.binary), os.path.join(folder, "files"), address, "check_")
        cluster.members[0].make_demo()
        cluster.sign_ins = cluster.members[0].sign_ins
        cluster.start()
        load = Load(cluster, chance)
        accounting = Accounting(cluster, load, report)
        for number in range(options.rounds):
            one_round(number, cluster, database, load, accounting, report, chance)
        report.check(cluster.stop() == 0, "SIGTERM did not end the servers with 0")
    finally:
        if cluster:
            cluster.kill()
        database.stop()
        shutil.rmtree(folder, ignore_errors=True)
    report.end()


if __name__ == "__main__":
    main()
