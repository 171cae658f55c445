# SPDX-License-Identifier: EUPL-1.2
"""What people come to do, done in a browser from beginning to end, without JavaScript and with it.

    CHECKS_ADDRESS=... CHECKS_SIGN_INS=... python checks/journeys.py [--screenshots]
"""

import datetime
import json
import pathlib
import sys
import tempfile
import time
import urllib.request

from playwright.sync_api import sync_playwright

from common import ADDRESS, BROWSER, PATIENCE, Count, account, sign_in

count = Count()
KILDARE = ADDRESS + "/t/kildare/planning"
PDF = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
       b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")


def send(page):
    """Presses the button with which a form is sent: its last."""
    page.locator("main form").first.locator("button[type=submit]").last.click()


def text(page):
    return page.inner_text("main")


def goto(page, path):
    """Opens a page and gives its status."""
    return page.goto(path if path.startswith("http") else ADDRESS + path).status


class Journeys:
    """The journeys of one browser, with JavaScript or without."""

    def __init__(self, browser, script):
        self.browser = browser
        self.script = script
        self.mark = f"{'with' if script else 'without'} script {int(time.time())}"
        self.road = f"{int(time.time()) % 100000} Journey Road {'On' if script else 'Off'}, Naas"
        self.upload = pathlib.Path(tempfile.mkdtemp()) / "site plan.pdf"
        self.upload.write_bytes(PDF)

    def page(self, who=None):
        context = self.browser.new_context(java_script_enabled=self.script)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        # A page that leaves typed answers unsaved may ask; these journeys mean it.
        page.on("dialog", lambda dialog: dialog.accept())
        page.on("pageerror", lambda error: count.check(False, f"script on {page.url}", error))
        if who:
            sign_in(page, who)
        return page

    def all(self):
        self.resident, self.neighbour = account("resident"), account("resident", number=1)
        self.officer, self.manager = account("officer"), account("manager")
        for name in ["signing", "mistakes", "applying", "validating", "submitting", "stale",
                     "too_early", "informing", "withdrawing", "deciding", "history"]:
            count.run(f"{name} ({'with' if self.script else 'without'} JavaScript)",
                      getattr(self, name))

    def signing(self):
        page = self.page()
        email = f"journey.{time.time_ns()}@example.org"
        goto(page, "/sign-up")
        page.fill("main [name=name]", "Jo Journey")
        page.fill("main [name=email]", email)
        page.fill("main [name=password]", "short")
        send(page)
        count.check(page.locator(".error-summary").count() == 1, "sign-up: short password is named")
        count.check(page.input_value("main [name=email]") == email, "sign-up: e-mail is kept")
        page.fill("main [name=password]", "a long enough pass phrase")
        send(page)
        count.check(goto(page, "/work") == 200 and "/work" in page.url, "sign-up signs in", page.url)
        page.locator("form[action='/sign-out'] button").first.click()
        goto(page, "/work")
        count.check("/sign-in" in page.url, "signing out: work asks to sign in", page.url)
        page.fill("main [name=email]", email)
        page.fill("main [name=password]", "not this one, surely")
        send(page)
        count.check(page.locator(".error-summary").count() == 1, "sign-in: wrong password is said")
        page.fill("main [name=password]", "a long enough pass phrase")
        send(page)
        count.check(page.url.endswith("/work"), "sign-in leads on to where one was going", page.url)

    def mistakes(self):
        page = self.page(self.resident)
        base = self.draft(page)
        goto(page, f"{base}/apply/size")
        page.fill("[name=floor_area_new]", "a great deal")
        page.fill("[name=homes]", "2")
        send(page)
        summary = page.locator(".error-summary")
        count.check(summary.count() == 1, "a wrong number brings an error summary")
        link = summary.locator("a").first.get_attribute("href")
        count.check(page.locator(link).count() == 1, "the summary leads to the field", link)
        count.check(page.input_value("[name=floor_area_new]") == "a great deal", "wrong text is kept")
        count.check(page.input_value("[name=homes]") == "2", "right text is kept beside it")
        count.check(page.title().startswith("Error"), "the title says so", page.title())
        goto(page, f"{base}/apply/notices")
        for part, typed in {"day": "31", "month": "2", "year": "2026"}.items():
            page.fill(f"[name=newspaper_notice_on-{part}]", typed)
        send(page)
        count.check(page.locator(".error-summary").count() == 1, "31 February is no day")
        count.check(page.input_value("[name=newspaper_notice_on-day]") == "31", "its parts are kept")
        goto(page, f"{base}/apply/check")
        count.check("drawings" in page.locator(".error-summary").inner_text(), "what is missing is named")
        count.check(page.locator("main a[href$='/lodge']").count() == 0, "it cannot be lodged yet")

    def draft(self, page):
        goto(page, f"{KILDARE}/apply")
        send(page)
        return page.url.split("/apply")[0]

    def answers(self):
        day = datetime.date.today() - datetime.timedelta(days=3)
        dates = {f"{name}-{part}": str(getattr(day, part))
                 for name in ["newspaper_notice_on", "site_notice_on"]
                 for part in ["day", "month", "year"]}
        return {
            "kind": {"type": "permission", "proposal": f"A single-storey extension, {self.mark}"},
            "class": {"development_class": "1"},
            "size": {"floor_area_new": "34.5", "floor_area_existing": "110", "homes": "1",
                     "site_area": "0.05"},
            "assessment": {"protected_structure": "false", "environmental_report": "false",
                           "natura_statement": "false"},
            "address": {"address": self.road, "legal_interest": "owner"},
            "place": {"site": "53.2159, -6.6669"},
            "applicant": {"applicant_name": "Jo Journey", "applicant_address": "1 Private Lane",
                          "applicant_email": "private.journey@example.org",
                          "applicant_phone": "085 999 8877"},
            "agent": {"agent_name": "Ann Architect"},
            "notices": {"newspaper_name": "Leinster Leader", **dates},
            "drawings": {"drawings": self.upload},
            "documents": {"other_documents": self.upload},
        }

    def fill(self, page, answers):
        for name, value in answers.items():
            field = page.locator(f"main [name='{name}']").first
            kind = field.get_attribute("type")
            if kind == "radio":
                page.check(f"main [name='{name}'][value='{value}']")
            elif kind == "file":
                field.set_input_files(value)
            else:
                field.fill(value)

    def applying(self):
        page = self.page(self.resident)
        base = self.draft(page)
        for section, answers in self.answers().items():
            goto(page, f"{base}/apply/{section}")
            if section == "place":
                self.choose_on_map(page)
            self.fill(page, answers)
            send(page)
            count.check("saved=" in page.url, f"{section} is saved", page.url)
        goto(page, f"{base}/apply/place")
        kept = page.input_value("[name=site]")
        count.check(kept.startswith("53.2159"), "a place typed is kept", kept)
        page.click("main a[href$='/apply']")
        page.click("main a[href$='/apply/check']")
        for answer in ["34.5 m²", self.road, "53.2159", "085 999 8877", "site plan.pdf"]:
            count.check(answer in text(page), f"check answers: {answer}")
        page.click("main a[href$='/lodge']")
        page.fill("[name=fee_reference]", "PAY-JOURNEY")
        send(page)
        count.check(page.locator(".error-summary").count() == 1, "lodging asks for the declaration")
        count.check(page.input_value("[name=fee_reference]") == "PAY-JOURNEY", "the reference is kept")
        page.check("[name=declaration][value=true]")
        send(page)
        count.check(page.url.endswith("/lodged"), "lodging leads to its confirmation", page.url)
        count.check(self.road in text(page), "the confirmation names the application")
        self.case = base
        goto(page, "/planning/mine")
        count.check(self.road in text(page), "it stands among the applicant's applications")
        status = goto(self.page(), base.replace("/t/kildare/planning/applications", "/register/planning/kildare"))
        count.check(status == 404, "it is not public before it is found valid", status)

    def choose_on_map(self, page):
        """Narrows the map twice, then takes its middle: by its buttons, which need no script."""
        if self.script:
            page.locator("main button", has_text="+").first.click()
            count.check("apply/place" in page.url, "the map is enlarged in place")
            return
        for _ in range(2):
            page.locator("button[name='site.view']").nth(4).click()
        page.locator("button[name='site.choose']").click()
        chosen = page.input_value("[name=site]")
        count.check("," in chosen, "the middle of the map can be chosen", chosen)

    def validating(self):
        page = self.page(self.officer)
        goto(page, f"{KILDARE}/inbox")
        count.check(self.road in text(page), "the inbox has the application")
        page.click(f"main a:has-text('{self.road}')")
        page.click("main a[href$='/validate']")
        send(page)
        count.check(page.locator(".error-summary").count() == 1, "validating asks for every point")
        for box in page.locator("main [name=points]").all():
            box.check()
        send(page)
        count.check("done=validate" in page.url, "the application is found valid", page.url)
        goto(page, self.case)
        number = self.file_number()
        count.check(number and number in text(page), "a file number appears", number)
        self.find_in_register()

    def file_number(self):
        """The number the API gives the case, to be looked for on its pages."""
        path = self.case.removeprefix(ADDRESS)
        request = urllib.request.Request(
            f"{ADDRESS}/api{path}", headers={"Authorization": f"Bearer {self.officer['token']}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["file_number"]

    def find_in_register(self):
        page = self.page()
        self.public = self.case.replace("/t/kildare/planning/applications", "/register/planning/kildare")
        for attempt in range(20):
            goto(page, f"/register/planning?q={self.road.split(',')[0].replace(' ', '+')}")
            if self.road in text(page):
                break
            time.sleep(0.5)
        count.check(self.road in text(page), "the public register finds the case by its address")
        goto(page, "/register/planning/find")
        count.check(page.locator("main form").count() > 0, "a case can be looked for by number")
        count.check(goto(page, self.public) == 200, "the case is public")
        html = page.content()
        count.check(self.road in html and "Jo Journey" in html, "its page says what and who")
        for secret in ["private.journey@example.org", "085 999 8877", "1 Private Lane", "PAY-JOURNEY"]:
            count.check(secret not in html, f"never published: {secret}")

    def submitting(self):
        page = self.page(self.neighbour)
        goto(page, self.public)
        page.locator("main a[href*='/say']").first.click()
        self.fill(page, {"name": "Nell Neighbour"})
        send(page)
        count.check(page.locator(".error-summary").count() == 1, "an empty submission is not taken")
        count.check(page.input_value("[name=name]") == "Nell Neighbour", "the name is kept")
        answers = {"text": f"It takes the light: {self.mark}", "address": "2 Hidden Street"}
        if page.locator("[name=fee_reference]").count():
            answers["fee_reference"] = "SUB-JOURNEY"
        self.fill(page, answers)
        stance = page.locator("main [name=stance]")
        if stance.first.get_attribute("type") == "radio":
            page.check("[name=stance][value=objection]")
        else:
            stance.first.select_option("objection")
        send(page)
        count.check("/say/" in page.url, "the submission is acknowledged", page.url)
        for attempt in range(20):
            goto(page, self.public)
            if self.mark in page.content():
                break
            time.sleep(0.5)
        count.check(self.mark in page.content(), "the submission is on the public file")
        count.check("2 Hidden Street" not in page.content(), "its author's address is not")

    def stale(self):
        """Two officers on one case: the second sees what changed, and what was typed is kept."""
        first, second = self.page(self.officer), self.page(self.manager)
        goto(first, f"{self.case}/request-further-information")
        self.fill(first, {"items": "A drainage plan to scale."})
        goto(second, f"{self.case}/assign")
        officer = second.locator("main [name=officer]")
        if officer.count() and officer.evaluate("e => e.tagName") == "SELECT":
            officer.select_option(index=1)
        send(second)
        count.check("done=assign" in second.url, "the manager assigns the case", second.url)
        send(first)
        html = first.content()
        count.check("A drainage plan to scale." in html, "what was typed on a stale page is kept")
        count.check("Assigned" in html or "assigned" in html, "the page says what changed meanwhile")
        goto(second, self.case)
        count.check("Being considered" in text(second), "nothing was done on a stale page")
        self.asking = first

    def too_early(self):
        page = self.page(self.officer)
        for action in ["grant-permission", "refuse-permission"]:
            status = goto(page, f"{self.case}/{action}")
            count.check(status == 409, f"{action}: too early", status)
            said = text(page)
            count.check(any(month in said for month in MONTHS), f"{action}: from when it can be", said)

    def informing(self):
        page = self.asking
        send(page)
        count.check("done=request" in page.url, "sent knowingly, it is done", page.url)
        applicant = self.page(self.resident)
        goto(applicant, "/notices")
        count.check(applicant.locator(f"main a[href*='{self.case.split('/')[-1]}']").count() > 0,
                    "the applicant has a notice of it")
        goto(applicant, f"{self.case}/answer-further-information")
        count.check("A drainage plan to scale." in text(applicant), "the applicant sees what is asked")
        self.fill(applicant, {"reply": f"Here is the plan, {self.mark}", "files": self.upload})
        send(applicant)
        count.check("done=answer" in applicant.url, "the applicant answers", applicant.url)
        goto(page, self.case)
        count.check("Here is the plan" in text(page), "the officer reads the answer")
        count.check("Being considered" in text(page), "the case is in hand again")

    def withdrawing(self):
        page = self.page(self.resident)
        goto(page, f"{self.case}/withdraw")
        self.fill(page, {"reason": "Plans have changed."})
        send(page)
        count.check("done=withdraw" in page.url, "the applicant withdraws", page.url)
        goto(page, f"{self.case}/withdraw")
        count.check("cannot be done now" in text(page), "it is withdrawn once")

    def deciding(self):
        """One of the demonstration's own cases whose time has come is refused, one granted."""
        page = self.page(self.officer)
        for action, word in [("refuse", "Refused"), ("grant", "Granted")]:
            goto(page, f"{KILDARE}/inbox?tab=hand")
            cases = [a.get_attribute("href") for a in page.locator("main table a[href*='/applications/']").all()]
            ready = (case for case in cases if goto(page, f"{case}/{action}-permission") == 200)
            case = next(ready, None)
            if not count.check(case, f"a case is ready for {action}"):
                continue
            if action == "grant":
                page.locator("main details summary").first.click()
                page.check("[name=bank][value=plans]")
                page.click("button[name=insert]")
                kept = page.input_value("[name=conditions]")
                count.check("Reason:" in kept, "a usual condition is put in with its reason", kept)
                page.fill("[name=reasons]", "It agrees with the plan.")
            else:
                page.fill("[name=reasons]", "It would endanger traffic.")
            page.locator("main form button[type=submit]:not([name=insert])").last.click()
            count.check("endanger" in text(page) or "agrees" in text(page), "the notice is seen first")
            page.click("button[name=confirm]")
            count.check(f"done={action}" in page.url, f"{action} is done", page.url)
            count.check(word in text(page), f"the case is {word}")
            public = case.replace("/t/kildare/planning/applications", "/register/planning/kildare")
            for attempt in range(20):
                if goto(page, f"{public}/notice") == 200:
                    break
                time.sleep(0.5)
            count.check("Kildare" in text(page), "the decision notice is public")

    def history(self):
        page = self.page(self.officer)
        goto(page, f"{self.case}/history")
        said = text(page)
        for step in ["Application lodged", "Found valid", "Assigned to an officer",
                     "Further information asked for", "Further information given"]:
            count.check(step in said, f"the history has: {step}")
        for step in ["Draft started", "Answers saved"]:
            count.check(step not in said, f"what was a draft stays its author's: {step}")
        count.check("ithdrawn" in said, "the history has the withdrawal")
        count.check("S.I. 600/2001" in said, "the history says under which rules")
        stranger = self.page(account("resident", number=2))
        status = goto(stranger, f"{self.case}/history")
        count.check(status == 404, "another resident does not find the history", status)


MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December"]


def screenshots(browser):
    """Pictures of what there is, for the readme: 1280 wide, small."""
    folder = pathlib.Path(__file__).parent.parent / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE)
    goto(page, "/register/planning?authority=kildare&status=granted")
    case = page.locator("main a[href*='/register/planning/kildare/']").first.get_attribute("href")
    public = {"home": "/", "register": "/register/planning", "case": case,
              "directory": "/directory", "coverage": "/coverage"}
    for name, path in public.items():
        take(page, folder / f"{name}.png", path)
    sign_in(page, account("officer"))
    take(page, folder / "inbox.png", "/t/kildare/planning/inbox?tab=hand")


def take(page, file, path):
    goto(page, path)
    page.screenshot(path=file)
    count.check(file.stat().st_size < 250_000, f"{file.name} is small", file.stat().st_size)


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(**BROWSER)
    if "--screenshots" in sys.argv:
        count.run("screenshots", screenshots, browser)
    for script in [False, True]:
        Journeys(browser, script).all()
    browser.close()
count.end()
