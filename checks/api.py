# SPDX-License-Identifier: EUPL-1.2
"""Whether the API keeps to its own document, and to its rules on rights, repeats and versions.

    CHECKS_ADDRESS=... CHECKS_SIGN_INS=... python checks/api.py
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from openapi_spec_validator import validate

from common import ADDRESS, Count, account

count = Count()
DOCUMENT = "/api/openapi.json"
CASES = "/api/t/kildare/planning/applications"
officer, resident = account("officer"), account("resident")


def call(path, who=None, body=None, **headers):
    """Calls an operation: its status, its headers and its JSON."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    if who:
        headers["Authorization"] = f"Bearer {who['token']}"
    if body is not None:
        headers["Content-Type"] = "application/json"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(ADDRESS + path, data=data, headers=headers)
    try:
        answer = urllib.request.urlopen(request, timeout=60)
    except urllib.error.HTTPError as error:
        answer = error
    content = answer.read()
    kind = answer.headers.get("content-type", "")
    return answer.status, answer.headers, json.loads(content) if "json" in kind and content else content


def document():
    status, _, seen = call(DOCUMENT)
    count.check(status == 200, "the document is for everyone", status)
    count.check(seen["openapi"].startswith("3.1"), "it is OpenAPI 3.1", seen["openapi"])
    validate(seen)
    count.check(True, "it is valid")
    for who in [officer, resident, account("administrator", "commons")]:
        count.check(call(DOCUMENT, who)[2] == seen, f"it is the same for {who['role']}")


def rights():
    status, headers, problem = call(CASES)
    count.check(status == 401 and "www-authenticate" in headers, "without a token: 401", status)
    count.check(headers["content-type"] == "application/problem+json", "as a problem (RFC 9457)")
    count.check(problem.get("status") == 401 and problem.get("title"), "which says what", problem)
    count.check(call(CASES, {"token": "talka_0"})[0] == 401, "with a wrong token: 401")
    count.check(call(CASES, officer)[0] == 200, "an officer lists the cases")
    other = "/api/t/galway/planning/applications"
    count.check(call(other, officer)[0] == 404, "outside the token's tenant: 404")
    case = call(f"{CASES}?limit=1", officer)[2]["items"][0]["id"]
    count.check(call(f"{CASES}/{case}", officer)[0] == 200, "an officer reads a case")
    stranger = account("resident", number=3)
    status = call(f"{CASES}/{case}", stranger)[0]
    count.check(status == 404, "another's case is not found", status)
    status = call(f"{other}/{case}", account("officer", "galway"))[0]
    count.check(status == 404, "nor at another authority", status)


def pages():
    """Every case once, by the cursor, however small the pages."""
    seen, path = [], f"{CASES}?limit=7"
    while path and len(seen) < 2_000:
        _, headers, page = call(path, officer)
        seen += [item["id"] for item in page["items"]]
        cursor = page.get("next")
        path = cursor and (cursor if cursor.startswith("/") else f"{CASES}?limit=7&after={cursor}")
        path = path and re.sub(r"^https?://[^/]+", "", path)
    count.check(len(seen) > 7 and len(seen) == len(set(seen)), "paging shows each case once", len(seen))


def repeats():
    key = f"checks-{time.time_ns()}"
    body = {"address": "1 Repeat Road, Naas"}
    start = f"{CASES}/start-application"
    first = call(start, resident, body, Idempotency_Key=key)
    again = call(start, resident, body, Idempotency_Key=key)
    count.check(first[0] in (200, 201), "a draft is started", first[0])
    count.check(again[0] == first[0] and again[2]["id"] == first[2]["id"], "sent again: done once")
    other = call(start, resident, {"address": "Elsewhere"}, Idempotency_Key=key)
    count.check(other[0] in (409, 422), "the key is not used for something else", other[0])


def versions():
    _, _, draft = call(f"{CASES}/start-application", resident, {"address": "2 Version View, Naas"})
    path = f"{CASES}/{draft['id']}"
    _, headers, _ = call(path, resident)
    tag = headers["etag"]
    count.check(bool(tag), "a record has an ETag")
    status = call(path, resident, If_None_Match=tag)[0]
    count.check(status == 304, "unchanged: 304", status)
    save = f"{path}/save-answers"
    status, headers, _ = call(save, resident, {"proposal": "One"}, If_Match=tag)
    count.check(status == 200 and headers["etag"] != tag, "saved under the version seen", status)
    status, _, problem = call(save, resident, {"proposal": "Two"}, If_Match=tag)
    count.check(status == 412 and problem.get("current"), "under an old version: 412", problem)
    count.check(call(path, resident)[2]["proposal"] == "One", "and nothing is lost")
    status, _, problem = call(save, resident, {"floor_area_new": "much", "homes": -1}, If_Match="*")
    named = {p["field"] for p in problem.get("problems", [])} if isinstance(problem, dict) else problem
    count.check(status in (400, 422) and named, "what is wrong is named", (status, problem))


def fuzzing():
    """Schemathesis, at real records: as made-up identifiers would only ever be not found."""
    case = call(f"{CASES}?limit=1", officer)[2]["items"][0]["id"]
    folder = pathlib.Path(tempfile.mkdtemp())
    (folder / "schemathesis.toml").write_text(
        '[parameters]\n"path.tenant" = "kildare"\n\n'
        '[[operations]]\ninclude-path-regex = "/planning/applications/"\n'
        f'parameters = {{ "path.id" = "{case}" }}\n')
    tool = pathlib.Path(sys.executable).parent / "schemathesis"
    checks = ["not_a_server_error", "status_code_conformance", "content_type_conformance",
              "response_schema_conformance"]
    ended = subprocess.run(
        [str(tool), "run", ADDRESS + DOCUMENT, "--phases", "examples,fuzzing", "--max-examples", "8",
         "--generation-deterministic", "--continue-on-failure", "--suppress-health-check", "all",
         "--request-timeout", "60", "--warnings", "off", "-c", ",".join(checks),
         "-H", f"Authorization: Bearer {officer['token']}"],
        cwd=folder, capture_output=True, text=True, timeout=400)
    tested = re.search(r"Tested: (\d+)", ended.stdout)
    count.check(ended.returncode == 0, "schemathesis finds nothing",
                (ended.stdout + ended.stderr)[-6_000:])
    paths = call(DOCUMENT)[2]["paths"]
    operations = sum(m in ("get", "post", "put", "patch", "delete") for p in paths.values() for m in p)
    count.check(tested and int(tested[1]) == operations, "it tried every operation",
                tested and tested[0])


for part in [document, rights, pages, repeats, versions, fuzzing]:
    count.run(part.__name__, part)
count.end()
