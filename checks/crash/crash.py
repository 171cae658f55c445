#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Kills the server under load, fills its disk, meddles with its stores; nothing acknowledged may be lost.

    python3 checks/crash/crash.py BINARY [--rounds 10] [--kills 1] [--only-kills] [--seed N]

With --kills the server is killed so often, under a load that goes on, before what is there is counted.

Needs nothing but Python. Works in a directory of its own, which is gone afterwards. Prints what
failed, then `N passed, M failed`; exits 1 if anything did.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from accounting import Accounting  # noqa: E402
from load import Load  # noqa: E402
from meddling import Meddling  # noqa: E402
from report import Report  # noqa: E402
from server import Server  # noqa: E402

THREADS = 16


def kill_rounds(server, load, accounting, report, options, chance):
    """Kills the server at random while everybody writes, and counts what is there afterwards."""
    rounds, longest = options.rounds, 3.0 if options.kills == 1 else 1.0
    for number in range(1, rounds + 1):
        server.start()
        if number > 1:
            accounting.settle(f"round {number - 1}")
        load.begin(options.threads)
        for kill in range(options.kills):
            if kill > 0:
                server.start()
            load.run(chance.uniform(longest / 6, longest))
            server.kill()
        load.end()
        report.note(f"round {number}: killed {number * options.kills} times; {load.summary()}")
    server.start()
    accounting.settle(f"round {rounds}")
    report.check(
        load.acknowledged >= 10 * rounds, f"only {load.acknowledged} acts were acknowledged in all")
    report.check(server.stop() == 0, "SIGTERM did not end the server with 0")


def full_disk(server, load, accounting, report):
    """Lets no file grow beyond a size, as a full disk does; then gives way again."""
    server.start(largest_file=900_000)
    load.begin(THREADS)
    load.run(5)
    load.end()
    status, _ = server.get("/")
    report.check(status == 200, f"with a full disk the first page answered {status}")
    report.check(load.faults > 0, "the disk was never full: the check checks nothing")
    report.note(f"full disk: {load.summary()}")
    server.kill()
    server.start()
    accounting.settle("full disk")
    server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--kills", type=int, default=1)
    parser.add_argument("--only-kills", action="store_true")
    parser.add_argument("--threads", type=int, default=THREADS)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    options = parser.parse_args()
    report = Report()
    report.note(f"seed {options.seed}")
    chance = random.Random(options.seed)
    directory = tempfile.mkdtemp(prefix="talka-crash-")
    server = Server(os.path.abspath(options.binary), os.path.join(directory, "store"))
    try:
        server.make_demo()
        load = Load(server, chance)
        accounting = Accounting(server, load, report)
        kill_rounds(server, load, accounting, report, options, chance)
        if not options.only_kills:
            full_disk(server, load, accounting, report)
            Meddling(server, report).run()
    finally:
        server.kill()
        shutil.rmtree(directory, ignore_errors=True)
    report.end()


if __name__ == "__main__":
    main()
