#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Kills servers of one network, and their PostgreSQL, under load; nothing acknowledged may be lost.

    python3 checks/crash/postgres.py BINARY [--rounds 6] [--kills 1] [--seed N]

Makes a PostgreSQL server of its own by checks/postgres, and two servers of the program on it. In each round
one of three is ended in the middle of everything: one server at once, one as an operator ends it, or
PostgreSQL itself (at once). The others go on. With --kills so many are ended, under a load that goes on,
before what is there is counted. Prints what failed, then `N passed, M failed`.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from accounting import Accounting  # noqa: E402
from cluster import Cluster  # noqa: E402
from database import Database  # noqa: E402
from load import Load  # noqa: E402
from report import Report  # noqa: E402

THREADS = 12
VICTIMS = ["server", "operator", "database"]


def end(what, cluster, database, victim, report, when):
    """Ends one of the three; a database is started again."""
    if what == "server":
        victim.kill()
    elif what == "operator":
        report.check(victim.stop() == 0, f"{when}: SIGTERM did not end a server with 0")
    else:
        database.crash()
        database.start()


def one_round(number, cluster, database, load, accounting, report, chance):
    what = VICTIMS[number % 3]
    load.begin(THREADS)
    load.run(chance.uniform(0.5, 2.0))
    victim = chance.choice(cluster.members)
    before = load.acknowledged
    end(what, cluster, database, victim, report, f"round {number}")
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


def many(number, kills, cluster, database, load, accounting, report, chance):
    """Ends so many, one after the other, under a load that goes on, before anything is counted."""
    load.begin(THREADS // 2)
    ended = dict.fromkeys(VICTIMS, 0)
    for _ in range(kills):
        load.run(chance.uniform(0.1, 0.8))
        what = chance.choice(["server", "server", "database", "operator"])
        end(what, cluster, database, chance.choice(cluster.members), report, f"round {number}")
        ended[what] += 1
        cluster.start()
    load.end()
    report.note(f"round {number}, ended {ended}: {load.summary()}")
    accounting.settle(f"round {number}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--kills", type=int, default=1)
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
            if options.kills > 1:
                many(number, options.kills, cluster, database, load, accounting, report, chance)
            else:
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
