# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL server of a check's own."""

import os
import subprocess

SCRIPT = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "postgres")


class Database:
    def __init__(self, folder, port):
        self.folder, self.port = folder, port

    def start(self):
        """Makes it if it is not there, and starts it: its address."""
        done = subprocess.run(
            [SCRIPT, "start", self.folder, str(self.port)], check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout.strip().splitlines()[-1]

    def crash(self):
        """Ends it in the middle of everything."""
        subprocess.run([SCRIPT, "crash", self.folder], check=True)

    def stop(self):
        subprocess.run([SCRIPT, "stop", self.folder], check=False)

    def set(self, name, value):
        """Sets what it reads at its start."""
        with open(os.path.join(self.folder, "data", "postgresql.conf"), "a") as conf:
            conf.write(f"{name} = {value}\n")
