# SPDX-License-Identifier: EUPL-1.2
"""What every check uses: the server's address, who can sign in, and a count of what held."""

import json
import os
import sys
import traceback

ADDRESS = os.environ.get("CHECKS_ADDRESS", "http://127.0.0.1:8080")
SIGN_INS = json.load(open(os.environ["CHECKS_SIGN_INS"]))
BROWSER = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}
# Under load a page may take its time; nothing here is about speed.
PATIENCE = 45_000


def account(role, tenant="kildare", number=0):
    """A demo account: the first, or a further one, with a role at a tenant."""
    found = [a for a in SIGN_INS if a["role"] == role and a["tenant"] == tenant]
    return found[number]


def sign_in(page, who):
    page.goto(ADDRESS + "/sign-in")
    page.fill("main [name=email]", who["email"])
    page.fill("main [name=password]", who["password"])
    page.click("main button")


class Count:
    """Counts what held and what did not; says only what did not."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, holds, what, found=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED: {what}" + (f"\n    found: {found}" if found != "" else ""), flush=True)
        return bool(holds)

    def run(self, name, function, *arguments):
        """Runs a part; what it raises is a failure of it, and the next part still runs."""
        before = self.failed
        try:
            function(*arguments)
        except Exception:
            self.check(False, name, traceback.format_exc(limit=-3))
        print(f"{name}: {'held' if self.failed == before else 'FAILED'}", flush=True)

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)
