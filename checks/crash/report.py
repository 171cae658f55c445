# SPDX-License-Identifier: EUPL-1.2
"""What was checked, and what failed."""

import sys
import time


class Report:
    def __init__(self):
        self.passed = 0
        self.failures = []
        self.began = time.monotonic()

    def note(self, text):
        print(f"{time.monotonic() - self.began:7.1f} s  {text}", flush=True)

    def check(self, is_right, otherwise):
        """Counts a check; `otherwise` says what is wrong if it failed."""
        if is_right:
            self.passed += 1
        else:
            self.failures.append(otherwise)
            self.note(f"FAILED: {otherwise}")
        return is_right

    def end(self):
        for failure in self.failures:
            print(f"failed: {failure}")
        print(f"{self.passed} passed, {len(self.failures)} failed")
        sys.exit(1 if self.failures else 0)
