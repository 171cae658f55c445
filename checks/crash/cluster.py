# SPDX-License-Identifier: EUPL-1.2
"""Two servers of one network in a PostgreSQL database, as an operator runs them."""

import json
import os
import random
import subprocess

from server import Server


class Member(Server):
    """One of the servers; its stores are schemas, read beside it with psql."""

    def __init__(self, binary, folder, database, prefix):
        super().__init__(binary, folder)
        joint = "&" if "?" in database else "?"
        self.database = database
        self.prefix = prefix
        self.environment["TALKA_STORE"] = f"{database}{joint}schemas={prefix}"
        self.environment["TALKA_DOCUMENTS"] = f"folder:{folder}/documents"
        self.folder = folder

    def psql(self, sql, schema=""):
        environment = dict(os.environ, PGOPTIONS=f"-c search_path={schema}")
        done = subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", self.database, "-c", sql],
            env=environment, capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise SystemExit(f"psql: {done.stderr}")
        return done.stdout

    def rows(self, slug, sql, store=None):
        sql = sql.replace("IS NOT 1", "IS DISTINCT FROM 1")
        printed = self.psql(
            f"SELECT coalesce(json_agg(to_json(t)), '[]') FROM ({sql}) t",
            self.prefix + slug.replace("-", "_"))
        return [tuple(row.values()) for row in json.loads(printed)]

    def slugs(self):
        printed = self.psql(
            f"SELECT nspname FROM pg_namespace WHERE nspname LIKE '{self.prefix}%' ORDER BY 1")
        return sorted(
            name.removeprefix(self.prefix).replace("_", "-") for name in printed.split())

    def drop(self):
        for slug in self.slugs():
            self.psql(f"DROP SCHEMA {self.prefix}{slug.replace('-', '_')} CASCADE")


class Cluster:
    """The servers behind one face: whoever asks is answered by any of them."""

    def __init__(self, binary, folder, database, prefix, size=2):
        self.members = [Member(binary, folder, database, prefix) for _ in range(size)]
        for number, member in enumerate(self.members):
            member.log = f"{folder}-{number}.log"

    def __getattr__(self, name):
        return getattr(self.members[0], name)

    def alive(self):
        return [m for m in self.members if m.process and m.process.poll() is None]

    def connect(self):
        return random.choice(self.alive() or self.members).connect()

    def get(self, path, token=None, connection=None):
        return random.choice(self.alive() or self.members).get(path, token, connection)

    def all(self, path, token):
        return random.choice(self.alive() or self.members).all(path, token)

    def start(self):
        for member in self.members:
            if member not in self.alive():
                member.start()

    def kill(self):
        for member in self.members:
            member.kill()

    def stop(self):
        return max(member.stop() for member in self.members)
