#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Compares the packages a build was made of with packaging/pins, so that no other version or revision
of any comes in unseen. bin/setup has a fresh clone resolve to these.

usage: pins.py BUILD          fails and says what differs
       pins.py BUILD --write  takes what is there as right, for a look at the difference in git

BUILD: the build's folder (.build, .build-package)."""
import json, pathlib, sys

build, kept = pathlib.Path(sys.argv[1]), pathlib.Path(__file__).with_name("pins")
state = json.loads((build / "workspace-state.json").read_text())["object"]["dependencies"]
there = {}
for item in state:
    checkout = item["state"].get("checkoutState") or {}
    name = item["packageRef"]["identity"]
    there[name] = " ".join([
        name, checkout.get("version", "none"), checkout.get("revision", "none"),
        item["packageRef"]["location"]])
text = "".join(f"{line}\n" for _, line in sorted(there.items()))
if "--write" in sys.argv:
    kept.write_text(text)
    sys.exit()
wrong = sorted(set(kept.read_text().splitlines()) ^ set(text.splitlines()))
for line in wrong:
    print(f"{'built of' if line in text.splitlines() else 'pinned'}: {line}", file=sys.stderr)
if wrong:
    sys.exit(f"The build is not made of what {kept} names. If it is meant, look at what changed in "
             "the packages, then packaging/pins.py BUILD --write.")
