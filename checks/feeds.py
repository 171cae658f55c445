# SPDX-License-Identifier: EUPL-1.2
"""Whether our feeds are Atom as readers expect it: a parser that knows nothing of us (feedparser), and the
rules of RFC 4287 and of the W3C's feed validator that can be looked at from outside.

    CHECKS_ADDRESS=http://127.0.0.1:8080 python checks/feeds.py [PATH ...]

Without paths: every list that names a feed in its head. Needs feedparser.
"""

import html
import re
import sys
import urllib.error
import urllib.request
import xml.etree.ElementTree
from datetime import datetime, timedelta, timezone
from os import environ

import feedparser

from counting import Count

ADDRESS = environ.get("CHECKS_ADDRESS", "http://127.0.0.1:8080")
LISTS = [
    "/guides", "/guides?topic=ai", "/guides/rounds", "/practices", "/events", "/answers",
    "/answers?kind=knowledge.question", "/duties", "/register/planning",
]
API = ["/api/register.atom", "/api/register.atom?q=data&order=recorded"]
ATOM = "{http://www.w3.org/2005/Atom}"
count = Count()


def fetch(path):
    return urllib.request.urlopen(path if "://" in path else ADDRESS + path, timeout=60)


def named(path):
    """The feed a page names in its head; it must also be linked where people see it."""
    page = fetch(path).read().decode()
    found = re.findall(r'<link rel="alternate"[^>]*type="application/atom\+xml"[^>]*href="([^"]+)"', page)
    count.check(len(found) == 1, f"{path}: names one feed", found)
    hrefs = [html.unescape(href) for href in found]
    for href in hrefs:
        count.check(f'href="{html.escape(href)}"' in page.split("</head>")[-1], f"{path}: links it, too", href)
    return hrefs


def texts(path, element, names):
    for name in names:
        found = element.findall(ATOM + name)
        count.check(
            len(found) == 1 and (found[0].text or "").strip() != "", f"{path}: one {name}", len(found))


def is_iri(text):
    return re.match(r"^(https?://|urn:uuid:|tag:)", text or "") is not None


def moment(path, element):
    text = element.findtext(ATOM + "updated", "")
    count.check(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", text), f"{path}: RFC 3339", text)
    at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    count.check(at <= datetime.now(timezone.utc) + timedelta(minutes=5), f"{path}: not in the future", text)


def check(path):
    with fetch(path) as answer:
        kind, tag, content = answer.headers["content-type"], answer.headers["etag"], answer.read()
    count.check(kind == "application/atom+xml; charset=utf-8", f"{path}: it says what it is", kind)
    request = urllib.request.Request(ADDRESS + path, headers={"If-None-Match": tag})
    try:
        status = urllib.request.urlopen(request, timeout=60).status
    except urllib.error.HTTPError as error:
        status = error.code
    count.check(status == 304, f"{path}: who has it is sent nothing", status)
    feed = xml.etree.ElementTree.fromstring(content)
    texts(path, feed, ["id", "title", "updated"])
    moment(path, feed)
    count.check(is_iri(feed.findtext(ATOM + "id")), f"{path}: its id is an IRI", feed.findtext(ATOM + "id"))
    count.check(feed.find(f"{ATOM}author/{ATOM}name") is not None, f"{path}: an author")
    own = [link.get("href") for link in feed.findall(ATOM + "link") if link.get("rel") == "self"]
    count.check(len(own) == 1 and own[0].endswith(path), f"{path}: where it is itself", own)
    entries = feed.findall(ATOM + "entry")
    ids = [entry.findtext(ATOM + "id") for entry in entries]
    count.check(len(set(ids)) == len(ids), f"{path}: each entry once")
    for entry in entries:
        texts(path, entry, ["id", "title", "updated"])
        count.check(entry.findtext(ATOM + "summary") != "", f"{path}: no summary that says nothing")
        moment(path, entry)
    count.check(all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", id) for id in ids), f"{path}: ids that stay")
    for entry in entries[:3]:
        link = entry.find(ATOM + "link").get("href")
        count.check(fetch(link).status == 200, f"{path}: leads to a page", link)
    parsed = feedparser.parse(content)
    count.check(not parsed.bozo, f"{path}: feedparser finds nothing wrong", parsed.get("bozo_exception"))
    count.check(parsed.version == "atom10", f"{path}: Atom 1.0", parsed.version)
    count.check(len(parsed.entries) == len(entries), f"{path}: it sees every entry")


for path in sys.argv[1:] or [feed for page in LISTS for feed in named(page)] + API:
    count.run(path, check, path)
count.end()
