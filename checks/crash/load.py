# SPDX-License-Identifier: EUPL-1.2
"""People who write all at once, each act under a key of its own, and remember what they were told."""

import collections
import http.client
import json
import threading
import time
import uuid


class Act:
    """One act: what was sent, under which key, and what is known of it."""

    def __init__(self, kind, path, body, token, marker):
        self.kind = kind
        self.path = path
        self.body = json.dumps(body)
        self.token = token
        self.marker = marker
        self.key = str(uuid.uuid4())
        # `sent`: nobody knows; `done`: acknowledged; `refused`: nothing may have come of it.
        self.standing = "sent"
        self.record = None

    def send(self, connection):
        connection.request(
            "POST", self.path, body=self.body,
            headers={
                "Authorization": f"Bearer {self.token}", "Content-Type": "application/json",
                "Idempotency-Key": self.key,
            })
        answer = connection.getresponse()
        text = answer.read()
        if answer.status in (200, 201):
            record = json.loads(text)["id"]
            changed = self.record is not None and self.record != record
            self.record = record
            self.standing = "done"
            return answer.status, "another record" if changed else ""
        if answer.status < 500:
            self.standing = "refused"
        return answer.status, text.decode(errors="replace")


class Load:
    TENANT = "/api/t/kildare/planning"

    def __init__(self, server, chance):
        self.server = server
        self.chance = chance
        self.acts = []
        self.drafts = []
        self.lock = threading.Lock()
        self.threads = []
        self.stopped = threading.Event()
        self.faults = 0
        # How often the server said which of its own troubles, by status.
        self.troubles = collections.Counter()
        self.surprises = []
        self.residents = server.tokens("resident")
        self.officer = server.tokens("officer")[0]
        self.case = None

    @property
    def acknowledged(self):
        return sum(act.standing == "done" for act in self.acts)

    def summary(self):
        standings = [act.standing for act in self.acts]
        return ", ".join(
            f"{standings.count(name)} {name}" for name in ("done", "sent", "refused")
        ) + f", {self.faults} faults"

    def find_case(self):
        """A case of the tenant on which everybody may have their say."""
        _, register = self.server.get("/register/planning.json")
        while True:
            for item in register["items"]:
                if item["tenant"] == "kildare" and item["status"] == "valid" and item["sayUntil"]:
                    status, _ = self.server.get(
                        f"{self.TENANT}/applications/{item['id']}", self.officer)
                    if status == 200:
                        return item["id"]
            following = register.get("next")
            if not following:
                raise SystemExit("there is no case in kildare on which anybody may have a say")
            path = following if following.startswith("/") else f"/register/planning.json?after={following}"
            _, register = self.server.get(path)

    def begin(self, threads):
        self.case = self.case or self.find_case()
        self.stopped.clear()
        self.faults = 0
        self.troubles.clear()
        self.threads = [
            threading.Thread(target=self.work, args=(self.chance.random(),)) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def run(self, seconds):
        time.sleep(seconds)

    def end(self):
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def work(self, seed):
        import random
        chance = random.Random(seed)
        connection = self.server.connect()
        while not self.stopped.is_set():
            try:
                if connection.sock is None:
                    connection.connect()
            except OSError:
                # Nobody is there: nothing was sent.
                time.sleep(0.1)
                connection = self.server.connect()
                continue
            act = self.next_act(chance)
            with self.lock:
                self.acts.append(act)
            try:
                status, detail = act.send(connection)
            except (OSError, http.client.HTTPException):
                # Nobody knows what became of it. The server is gone, or closed the connection.
                connection.close()
                time.sleep(0.2)
                connection = self.server.connect()
                continue
            with self.lock:
                if status >= 500:
                    self.faults += 1
                    self.troubles[status] += 1
                elif status >= 300:
                    self.surprises.append(f"{act.kind} answered {status}: {detail[:200]}")
                elif act.kind == "draft":
                    self.drafts.append((act.record, act.token))
        connection.close()

    def next_act(self, chance):
        marker = f"mark-{uuid.uuid4()}"
        resident = chance.choice(self.residents)
        roll = chance.random()
        with self.lock:
            draft = chance.choice(self.drafts) if self.drafts else None
        if roll < 0.5:
            body = {
                "application": self.case, "name": "Crash (test)", "address": "Nowhere (test)",
                "text": f"On this case {marker}", "fee_reference": "TEST",
            }
            return Act("submission", f"{self.TENANT}/submissions/make-submission", body, resident, marker)
        if roll < 0.65:
            body = {"application": self.case, "consultee": "galway", "question": f"What of {marker}?"}
            return Act(
                "consultation", f"{self.TENANT}/consultations/ask-consultee", body, self.officer, marker)
        if roll < 0.8 and draft:
            path = f"{self.TENANT}/applications/{draft[0]}/save-answers"
            return Act("answers", path, {"proposal": f"Answers {marker}"}, draft[1], marker)
        body = {"proposal": f"A draft {marker}"}
        return Act("draft", f"{self.TENANT}/applications/start-application", body, resident, marker)

    def send_again(self, acts):
        """Sends acts once more under their keys: what went wrong."""
        wrong = []
        connection = self.server.connect()
        for act in acts:
            status, detail = act.send(connection)
            if act.standing != "done" or detail:
                wrong.append(f"{act.kind} sent again answered {status}: {detail[:200]}")
        connection.close()
        return wrong
