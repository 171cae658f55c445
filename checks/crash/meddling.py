# SPDX-License-Identifier: EUPL-1.2
"""Alters stores past the program: verify names the entry, and a damaged tenant stops no other."""

import os
import shutil
import sqlite3
import time

TENANT = "kildare"


class Meddling:
    def __init__(self, server, report):
        self.server = server
        self.report = report
        last = server.rows(TENANT, "SELECT max(seq) FROM journal")[0][0]
        middle = last // 2
        copy = (
            "INSERT INTO journal SELECT {}, at, actor, action, record, record_id, version, changes, "
            "rules, digest FROM journal WHERE seq = 1")
        # What is done, the entry that must be named, and how.
        self.forgeries = [
            (f"UPDATE journal SET {column} = {value} WHERE seq = {middle}", middle, "altered")
            for column, value in (
                ("at", "'2020-01-01T00:00:00.000Z'"), ("actor", "'system:nobody'"),
                ("action", "'planning.forged'"), ("record", "'planning.forged'"),
                ("record_id", "'forged'"), ("version", "version + 1"),
                ("changes", "replace(changes, ':', ' :')"), ("rules", "rules || 'x'"),
                ("digest", "upper(digest) || '0'"),
            )
        ] + [
            (f"DELETE FROM journal WHERE seq = {number}", number, "removed")
            for number in (1, middle, last)
        ] + [
            (copy.format(last + 1), last + 1, "inserted"),
            (f"UPDATE journal SET seq = -seq - 1 WHERE seq >= {middle}; "
             f"UPDATE journal SET seq = -seq WHERE seq < 0; {copy.format(middle)}", middle, "altered"),
            (f"DELETE FROM journal WHERE seq > {last - 5}; "
             f"DELETE FROM seal WHERE number > (SELECT max(number) - 6 FROM seal)", None, None),
            ("UPDATE planning_submission SET text = 'forged' WHERE rowid = "
             "(SELECT max(rowid) FROM planning_submission)", None, "altered"),
            ("DELETE FROM planning_submission WHERE rowid = "
             "(SELECT max(rowid) FROM planning_submission)", None, "altered"),
        ]

    def run(self):
        for number, (statement, entry, verb) in enumerate(self.forgeries):
            self.forged(number, statement, entry, verb)
        self.out_of_service()

    def copy(self, name):
        store = f"{self.server.store}-{name}"
        shutil.copytree(self.server.store, store)
        return store

    def meddle(self, store, slug, statements):
        connection = sqlite3.connect(os.path.join(store, f"{slug}.sqlite"), timeout=30)
        connection.executescript(statements)
        connection.commit()
        connection.close()

    def forged(self, number, statement, entry, verb):
        store = self.copy(f"forged-{number}")
        self.meddle(store, TENANT, statement)
        code, printed = self.server.command("verify", TENANT, store=store)
        self.report.check(code == 1, f"verify ended with {code} after: {statement}\n{printed}")
        if entry:
            expected = f"{TENANT}: entry {entry} was {verb}"
            self.report.check(
                printed.startswith(expected), f"verify said “{printed.strip()}” after: {statement}")
        others, _ = self.server.command("verify", "galway", store=store)
        self.report.check(others == 0, f"verify of another tenant ended with {others}")
        shutil.rmtree(store, ignore_errors=True)

    def out_of_service(self):
        """An empty file, a newer schema and a missing file: those tenants answer 503."""
        store = self.copy("damaged")
        path = {slug: os.path.join(store, f"{slug}.sqlite") for slug in ("galway", "kerry", "sligo")}
        for slug in ("galway", "sligo"):
            for end in ("-wal", "-shm"):
                if os.path.exists(path[slug] + end):
                    os.remove(path[slug] + end)
        os.rename(path["galway"], path["galway"] + ".kept")
        open(path["galway"], "w").close()
        self.meddle(store, "kerry", "UPDATE store SET value = '99' WHERE key = 'schema'")
        os.rename(path["sligo"], path["sligo"] + ".kept")
        code, printed = self.server.command("verify", store=store)
        self.report.check(code == 1, f"verify ended with {code} on damaged stores")
        for slug, word in (("galway", "empty"), ("kerry", "newer"), ("sligo", "not where")):
            line = next((l for l in printed.splitlines() if l.startswith(f"{slug}:")), "")
            self.report.check(word in line, f"verify said “{line}” of {slug}")
        self.report.check("kildare: sound" in printed, "verify did not find kildare sound")
        self.served(store)
        shutil.rmtree(store, ignore_errors=True)

    def served(self, store):
        server, report = self.server, self.report
        server.start(store=store)
        slugs = ("kildare", "galway", "kerry", "sligo")
        officers = {slug: server.tokens("officer", slug)[0] for slug in slugs}

        def status(slug):
            return server.get(f"/api/t/{slug}/planning/submissions", officers[slug])[0]

        report.check(status("kildare") == 200, f"kildare answered {status('kildare')}")
        for slug in ("galway", "kerry", "sligo"):
            report.check(status(slug) == 503, f"{slug}, which is out of service, answered {status(slug)}")
        for page in ("/", "/register/planning", "/directory", "/coverage"):
            report.check(server.get(page)[0] == 200, f"{page} answered {server.get(page)[0]}")
        report.check(
            os.path.getsize(os.path.join(store, "galway.sqlite")) == 0,
            "the empty file was written to")
        # Put back, it serves again without a restart.
        os.replace(
            os.path.join(store, "galway.sqlite.kept"), os.path.join(store, "galway.sqlite"))
        for _ in range(50):
            if status("galway") == 200:
                break
            time.sleep(0.1)
        report.check(status("galway") == 200, f"galway, put back, answered {status('galway')}")
        report.check(server.stop() == 0, "SIGTERM did not end the server with 0")
