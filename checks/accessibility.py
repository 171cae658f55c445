# SPDX-License-Identifier: EUPL-1.2
"""Whether everybody can use the pages: axe's rules for WCAG 2.0 to 2.2, A and AA, 320 pixels, the
language, the titles, and the keyboard's way in.

    CHECKS_ADDRESS=... CHECKS_SIGN_INS=... python checks/accessibility.py
"""

import collections
import re
import urllib.request

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from common import ADDRESS, BROWSER, PATIENCE, Count, account, sign_in

count = Count()
axe = Axe()
RULES = {"runOnly": {"type": "tag",
                     "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
# How many pages of each pattern are looked at.
OF_EACH = 3
titles = collections.defaultdict(set)


def pattern(path):
    """What kind of page an address is of: its names and numbers left out."""
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", path)
    path = re.sub(r"^/t/[^/]+", "/t/TENANT", path)
    path = re.sub(r"^/register/planning/[^/]+/ID", "/register/planning/TENANT/ID", path)
    if path in ("/directory/list", "/directory/bodies", "/directory/authorities"):
        return path
    return re.sub(r"^/directory/(?!list)(.+/)?[^/]+$", r"/directory/\1NAME", path)


def sample():
    """The pages of the site map, at most three of each pattern, from all over the list."""
    xml = urllib.request.urlopen(ADDRESS + "/sitemap.xml").read().decode()
    kinds = collections.defaultdict(list)
    for address in re.findall(r"<loc>([^<]+)</loc>", xml):
        path = re.sub(r"^https?://[^/]+", "", address).replace("&amp;", "&")
        kinds[pattern(path)].append(path)
    count.check(len(kinds) > 10, "the site map has every kind of page", list(kinds))
    for paths in kinds.values():
        step = max(1, len(paths) // OF_EACH)
        yield from paths[::step][:OF_EACH]


def look(page, what, path=None):
    """Everything that is asked of one page. Without a path: of the page as it stands."""
    if path:
        status = page.goto(ADDRESS + path).status
        count.check(status in (200, 409), f"{what} answers", status)
    violations = axe.run(page, options=RULES).response["violations"]
    count.check(not violations, f"axe on {what}",
                [(v["id"], v["nodes"][0]["html"][:160]) for v in violations])
    count.check(page.get_attribute("html", "lang") in ("en", "ga"), f"{what} says its language")
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth")
    count.check(wide <= 320, f"{what} fits 320 pixels", wide)
    page.set_viewport_size({"width": 1280, "height": 900})
    title = page.title()
    count.check(title and page.locator("h1").count() == 1, f"{what} has a title, one heading", title)
    titles[title].add(page.url.split("?")[0])


def first_stop(page, path):
    """The first stop of the Tab key is the link past the header, and it leads somewhere."""
    page.goto(ADDRESS + path)
    page.keyboard.press("Tab")
    href = page.evaluate("document.activeElement.getAttribute('href')")
    count.check(href and href.startswith("#") and page.locator(href).count() == 1,
                f"the skip link comes first on {path}", href)


def public(browser):
    page = opened(browser)
    for path in list(sample()):
        look(page, path, path)
    for path in ["/sign-up", "/coverage", "/coverage?on=2025-05-01", "/search?q=extension", "/nowhere",
                 "/register/planning?view=map", "/t/twin/twin", "/t/twin/twin/entities?type=WasteContainer",
                 "/t/twin/twin/entities/urn:ngsi-ld:AirQualityObserved:Neistad:01", "/t/twin/twin/changes"]:
        if path == "/nowhere":
            page.goto(ADDRESS + path)
            look(page, path)
        else:
            look(page, path, path)
    for path in ["/", "/register/planning", "/sign-in", "/t/kildare"]:
        first_stop(page, path)
    shared = {title: sorted(urls)[:3] for title, urls in titles.items() if len(urls) > 1}
    count.check(not shared, "no two pages have one title", shared)
    page.goto(ADDRESS + "/sign-in")
    page.fill("main [name=email]", "nobody")
    page.locator("main button").last.click()
    look(page, "sign-in with a mistake")


def officers(browser):
    page = opened(browser, account("officer"))
    for path in ["/work", "/account", "/notices", "/planning/mine", "/t/kildare/planning/inbox",
                 "/t/kildare/planning/inbox?tab=hand", "/t/kildare/planning/applications",
                 "/account/tokens/new", "/account/password"]:
        look(page, path, path)
    page.goto(ADDRESS + "/t/kildare/planning/inbox?tab=validate")
    case = page.locator("main table a[href*='/applications/']").first.get_attribute("href")
    look(page, "a case to validate", case)
    look(page, "its history", case + "/history")
    look(page, "validating", case + "/validate")
    page.locator("main form button[type=submit]").last.click()
    look(page, "validating with mistakes")
    page.goto(ADDRESS + "/t/kildare/planning/inbox?tab=hand")
    # One whose time is not over: of the others nothing can be asked any more.
    row = page.locator("main table tr", has_text="days left").first
    case = row.locator("a[href*='/applications/']").first.get_attribute("href")
    for action in ["request-further-information", "refuse-permission", "withdraw"]:
        look(page, action, f"{case}/{action}")
    page.goto(f"{ADDRESS}{case}/request-further-information")
    page.locator("main form button[type=submit]").last.click()
    look(page, "asking for information with mistakes")
    twin = "/t/kildare/twin"
    for path in ["/connections", "/connections/subscription", "/connections/source", "/branches", "/feeds",
                 "/feeds/connection", "/key", "/import"]:
        look(page, twin + path, twin + path)
    for path in ["/connections/subscription", "/connections/source", "/branches", "/feeds/connection", "/key"]:
        page.goto(ADDRESS + twin + path)
        page.locator("main form button[type=submit]").first.click()
        look(page, f"{twin}{path} with mistakes")


def applicants(browser):
    page = opened(browser, account("resident", number=2))
    page.goto(ADDRESS + "/t/kildare/planning/apply")
    page.locator("main form").first.locator("button").last.click()
    base = page.url.split("?")[0].removeprefix(ADDRESS)
    look(page, "the tasks of an application")
    for section in ["kind", "class", "size", "assessment", "address", "place", "applicant", "agent",
                    "notices", "drawings", "documents", "check", "fee"]:
        look(page, f"apply: {section}", f"{base}/{section}")
    page.goto(f"{ADDRESS}{base}/size")
    page.fill("[name=floor_area_new]", "much")
    page.locator("main form button[type=submit]").last.click()
    look(page, "apply: size with a mistake")


def opened(browser, who=None):
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE)
    if who:
        sign_in(page, who)
    return page


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(**BROWSER)
    for part in [public, officers, applicants]:
        count.run(part.__name__, part, browser)
    browser.close()
count.end()
