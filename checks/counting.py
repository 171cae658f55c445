# SPDX-License-Identifier: EUPL-1.2
"""A count of what held, for every check."""

import sys
import traceback


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
        """Runs a part and gives what it does; what it raises is a failure, and the next part still runs."""
        before, found = self.failed, None
        try:
            found = function(*arguments)
        except Exception:
            self.check(False, name, traceback.format_exc(limit=-3))
        print(f"{name}: {'held' if self.failed == before else 'FAILED'}", flush=True)
        return found

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)
