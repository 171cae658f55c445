#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The network to the database is cut, and its standby takes over, under load; nothing acknowledged may be lost.

    sudo python3 checks/crash/failover.py BINARY [--rounds 1] [--seed N]

Needs root: PostgreSQL and a synchronous standby run in network namespaces of their own, joined by a
bridge, and two servers of the program outside of them, which know both by one address. In each round the
primary's cable is pulled and put back; then it is pulled for good, and the standby promoted. Prints how long
nobody was answered, what failed, then `N passed, M failed`.
"""

import argparse
import glob
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from cluster import Cluster  # noqa: E402
from outages import Outage  # noqa: E402
from report import Report  # noqa: E402

BRIDGE = "talkabr0"
PORT = 54_950


def do(*words, check=True):
    return subprocess.run(words, check=check, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


class Host:
    """A network namespace with a PostgreSQL in it."""

    def __init__(self, number, folder):
        self.name, self.address = f"talka-db{number}", f"10.77.0.{number + 1}"
        self.cable, self.folder = f"talkadb{number}", os.path.join(folder, f"db{number}")
        self.binaries = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        self.data = os.path.join(self.folder, "data")
        os.mkdir(self.folder)
        shutil.chown(self.folder, "postgres")

    def join(self):
        do("ip", "netns", "add", self.name)
        do("ip", "link", "add", self.cable, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        do("ip", "link", "set", self.cable, "master", BRIDGE, "up")
        do("ip", "-n", self.name, "addr", "add", f"{self.address}/24", "dev", "eth0")
        for link in ("eth0", "lo"):
            do("ip", "-n", self.name, "link", "set", link, "up")

    def leave(self):
        do("ip", "netns", "del", self.name, check=False)
        do("ip", "link", "del", self.cable, check=False)

    def plug(self, state):
        do("ip", "link", "set", self.cable, state)

    def run(self, program, *words, check=True):
        return do(
            "ip", "netns", "exec", self.name, "runuser", "-u", "postgres", "--",
            os.path.join(self.binaries, program), *words, check=check)

    def make(self):
        self.run("initdb", "-D", self.data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust")
        with open(os.path.join(self.data, "pg_hba.conf"), "a") as rights:
            rights.write("host all all 10.77.0.0/24 trust\nhost replication all 10.77.0.0/24 trust\n")
        with open(os.path.join(self.data, "postgresql.conf"), "a") as conf:
            conf.write(
                f"port = {PORT}\nlisten_addresses = '*'\nunix_socket_directories = '{self.folder}'\n"
                "max_connections = 200\nwal_sender_timeout = 5s\n")

    def copy(self, other):
        self.run(
            "pg_basebackup", "-h", other.address, "-p", str(PORT), "-U", "postgres", "-D", self.data, "-R",
            "-X", "stream")
        with open(os.path.join(self.data, "postgresql.conf"), "a") as conf:
            conf.write(f"unix_socket_directories = '{self.folder}'\n")

    def start(self):
        self.run("pg_ctl", "-D", self.data, "-l", os.path.join(self.folder, "log"), "-w", "start")

    def stop(self):
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop", check=False)

    def sql(self, text):
        self.run("psql", "-X", "-q", "-h", self.folder, "-p", str(PORT), "-c", text)


def one_round(number, options, report, chance):
    folder = tempfile.mkdtemp(prefix="talka-failover-")
    os.chmod(folder, 0o755)
    do("ip", "link", "add", BRIDGE, "type", "bridge")
    do("ip", "addr", "add", "10.77.0.1/24", "dev", BRIDGE)
    do("ip", "link", "set", BRIDGE, "up")
    hosts, cluster = [Host(1, folder), Host(2, folder)], None
    first, second = hosts
    try:
        for host in hosts:
            host.join()
        first.make()
        first.start()
        second.copy(first)
        second.start()
        address = (
            f"postgres://postgres@{first.address}:{PORT},{second.address}:{PORT}/postgres"
            "?sslmode=disable&target_session_attrs=read-write&connect_timeout=3")
        cluster = Cluster(os.path.abspath(options.binary), os.path.join(folder, "files"), address, "check_")
        cluster.members[0].make_demo()
        cluster.sign_ins = cluster.members[0].sign_ins
        # From now on nothing is acknowledged that the standby does not have.
        first.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
        first.sql("SELECT pg_reload_conf()")
        cluster.start()
        outage = Outage(cluster, report, chance, 1)
        outage.run(
            f"round {number}, cable pulled", lambda: first.plug("down"), lambda: first.plug("up"),
            chance.uniform(6, 20), must_refuse=False)

        def promote():
            began = time.monotonic()
            second.run("pg_ctl", "-D", second.data, "-w", "promote")
            report.note(f"round {number}: promoted in {time.monotonic() - began:.1f} s")

        outage.run(
            f"round {number}, fail-over", lambda: first.plug("down"), promote, chance.uniform(1, 6),
            must_refuse=False)
        report.check(
            len(cluster.alive()) == len(cluster.members), f"round {number}: a server ended by itself")
    finally:
        if cluster:
            cluster.kill()
        for host in hosts:
            host.stop()
            host.leave()
        do("ip", "link", "del", BRIDGE, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    options = parser.parse_args()
    report = Report()
    if os.geteuid() != 0:
        raise SystemExit("It makes network namespaces, which needs root.")
    report.note(f"seed {options.seed}")
    chance = random.Random(options.seed)
    for number in range(1, options.rounds + 1):
        one_round(number, options, report, chance)
    report.end()


if __name__ == "__main__":
    main()
