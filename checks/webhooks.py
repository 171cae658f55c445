# SPDX-License-Identifier: EUPL-1.2
"""The example of docs/guides/webhooks.md verifies what is signed as the product signs, and nothing else."""

import pathlib
import re

GUIDE = pathlib.Path(__file__).parent.parent / "docs/guides/webhooks.md"

# The vector that the product's own test holds, from the reference implementations.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"test": 2432232314}'
TIME = 1614265330
HEADERS = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": str(TIME),
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}


def main():
    example = re.search(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL).group(1)
    names = {}
    exec(compile(example, str(GUIDE), "exec"), names)
    verify = names["verify"]
    other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    several = HEADERS | {"webhook-signature": "v1a,xx v1,yy " + HEADERS["webhook-signature"]}
    results = {
        "what was signed is taken": verify(SECRET, HEADERS, BODY, now=TIME),
        "one of several signatures is enough": verify(SECRET, several, BODY, now=TIME + 299),
        "another body is not": not verify(SECRET, HEADERS, BODY + b" ", now=TIME),
        "another secret is not": not verify(other, HEADERS, BODY, now=TIME),
        "another id is not": not verify(SECRET, HEADERS | {"webhook-id": "x"}, BODY, now=TIME),
        "an old one is not": not verify(SECRET, HEADERS, BODY, now=TIME + 301),
        "one without a signature is not": not verify(SECRET, {}, BODY, now=TIME),
    }
    for name, is_so in results.items():
        if not is_so:
            print(f"FAILED: {name}")
    failed = sum(not is_so for is_so in results.values())
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
