# SPDX-License-Identifier: EUPL-1.2
"""What every check uses: the server's address, who can sign in, and a count of what held."""

import json
import os

from counting import Count  # noqa: F401

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
