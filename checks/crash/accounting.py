# SPDX-License-Identifier: EUPL-1.2
"""After a crash: everything acknowledged is there, nothing is there twice, all of it proved."""

import collections
import json
import re
import time

MARKER = re.compile(r"mark-[0-9a-f-]{36}")


class Accounting:
    def __init__(self, server, load, report):
        self.server = server
        self.load = load
        self.report = report
        self.galway = server.tokens("officer", "galway")[0]

    def settle(self, when):
        """Counts, sends again what nobody knows of, and counts again."""
        report, load = self.report, self.load
        for surprise in load.surprises:
            report.check(False, f"{when}: {surprise}")
        load.surprises.clear()
        self.count(when, "after the crash")
        unknown = [act for act in load.acts if act.standing == "sent"]
        done = [act for act in load.acts if act.standing == "done"]
        again = unknown + load.chance.sample(done, min(20, len(done)))
        wrong = load.send_again(again)
        report.check(not wrong, f"{when}: {wrong[:3]}")
        for act in unknown:
            if act.kind == "draft" and act.record:
                load.drafts.append((act.record, act.token))
        self.count(when, "after everything was sent again")
        self.drained(when)
        self.verified(when)

    def count(self, when, what):
        """Every act that was acknowledged has left its mark exactly once; no other more than once."""
        marks = self.marks()
        lost = [a for a in self.load.acts if a.standing == "done" and marks[a.kind][a.marker] == 0]
        twice = [a for a in self.load.acts if marks[a.kind][a.marker] > 1]
        refused = [a for a in self.load.acts if a.standing == "refused" and marks[a.kind][a.marker]]
        known = {a.marker for a in self.load.acts}
        strange = [m for kind in marks.values() for m in kind if m not in known]
        for name, found in (
            ("lost", lost), ("done twice", twice), ("done though refused", refused), ("strange", strange),
        ):
            examples = [vars(item) if hasattr(item, "kind") else item for item in found[:2]]
            self.report.check(not found, f"{when}, {what}: {len(found)} {name}: {examples}")

    def marks(self):
        """How often each mark is found, by the kind of act that leaves it."""
        officer, base = self.load.officer, self.load.TENANT
        found = collections.defaultdict(collections.Counter)

        def add(kind, texts):
            for text in texts:
                for mark in MARKER.findall(text or ""):
                    found[kind][mark] += 1

        add("submission", (i["text"] for i in self.server.all(f"{base}/submissions", officer)))
        add("consultation", (i["question"] for i in self.server.all(f"{base}/consultations", officer)))
        # Drafts and the answers given in them: every version of each, as it is kept.
        proposals = [
            row[0] for row in self.server.rows(
                "kildare", "SELECT changes FROM journal WHERE action IN "
                "('planning.start_application', 'planning.save_answers')")
        ]
        add("draft", (p for p in proposals if "A draft mark-" in p))
        add("answers", (p for p in proposals if "Answers mark-" in p))
        return found

    def drained(self, when):
        """What was on its way arrives, once: publications in the commons, letters at galway."""
        waiting = 1
        for _ in range(300):
            waiting = sum(
                self.server.rows(slug, "SELECT count(*) FROM outbox")[0][0]
                for slug in self.server.slugs())
            if waiting == 0:
                break
            time.sleep(0.1)
        self.report.check(waiting == 0, f"{when}: {waiting} things still wait in outboxes")
        aside = self.server.rows("kildare", "SELECT reason FROM undelivered LIMIT 3")
        self.report.check(not aside, f"{when}: letters were set aside: {aside}")
        self.agree(
            f"{when}: submissions", "SELECT id, version FROM planning_submission "
            "WHERE until_at IS NULL AND state = 'acknowledged' AND officers_only IS NOT 1",
            "SELECT record, version FROM published WHERE until_at IS NULL "
            "AND kind = 'planning.submission' AND tenant = 'kildare'")
        asked = collections.Counter(
            MARKER.findall(q)[0] for (q,) in self.server.rows(
                "kildare", "SELECT question FROM planning_consultation WHERE until_at IS NULL "
                "AND question LIKE '%mark-%'"))
        arrived = collections.Counter(
            MARKER.findall(i["question"])[0]
            for i in self.server.all("/api/t/galway/planning/requests", self.galway)
            if "mark-" in (i["question"] or ""))
        self.report.check(
            asked == arrived,
            f"{when}: {sum(asked.values())} letters were written, {sum(arrived.values())} arrived")

    def agree(self, what, own, published):
        here = sorted(self.server.rows("kildare", own))
        there = sorted(self.server.rows("commons", published))
        self.report.check(
            here == there, f"{what}: {len(here)} at the tenant, {len(there)} published")

    def verified(self, when):
        code, printed = self.server.command("verify", "--json")
        self.report.check(code == 0, f"{when}: verify ended with {code}: {printed[-500:]}")
        reports = json.loads(printed[printed.index("["):printed.rindex("]") + 1])
        self.report.check(
            {r["tenant"] for r in reports} == set(self.server.slugs()),
            f"{when}: verify left out tenants")
