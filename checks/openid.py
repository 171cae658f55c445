#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Sign-in with a real identity provider (Glewlwyd): a network of its own, served by the finished program.

An account and roles by claim, roles taken away, a state that is used twice or in another browser, keys that
change, who breaks it off, signing out at both. CHECKS_BINARY names the program. Takes a minute and a half,
of which a minute waits until keys may be asked for again (--quick leaves that out). What a
provider must not get away with (forged tokens, another audience or nonce) is tested in
Tests/StoreTests/People/OpenIDTests.swift, where one can be made to lie."""

import http.cookiejar
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, os.path.dirname(__file__))
from counting import Count  # noqa: E402
from openid_provider import Provider, free_port, private_key  # noqa: E402

BINARY = os.environ["CHECKS_BINARY"]
PASSWORD = "seven quiet herons"
count = Count()


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


class Browser:
    """Keeps cookies and follows no redirect by itself."""

    def __init__(self):
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar, Stay())

    def ask(self, address, content=None, method=None, json_content=None):
        headers = {}
        if json_content is not None:
            content, headers["content-type"] = json.dumps(json_content).encode(), "application/json"
        elif content is not None:
            content = urllib.parse.urlencode(content).encode()
        request = urllib.request.Request(address, data=content, headers=headers, method=method)
        try:
            answer = self.opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.headers.get("location"), answer.read().decode()


class Network:
    """A network of one tenant, served with the provider."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.provider = Provider(
            folder, f"{self.address}/sign-in/with/state/return", f"{self.address}/signed-out")
        with open(f"{folder}/openid.json", "w") as file:
            json.dump({"providers": [{
                "name": "state", "label": {"en": "the State", "ga": "an Stát"},
                "issuer": self.provider.issuer, "client_id": "talka",
                "client_secret_env": "PROVIDER_SECRET", "scopes": ["openid"], "creates_accounts": True,
                "claim": "groups",
                "roles": {"planners": [["kerry", "officer"]], "heads": [["kerry", "manager"]]},
            }]}, file)
        self.environment = {
            **os.environ, "TALKA_STORE": f"sqlite:{folder}/store", "PORT": str(self.port),
            "TALKA_OPENID": f"{folder}/openid.json", "PROVIDER_SECRET": "a-secret-of-its-own.1",
            "TALKA_ALLOW_ADDRESSES": f"localhost:{self.provider.port}",
        }
        self.talka("tenant", "add", "kerry", "Kerry County Council")
        self.log = open(f"{folder}/log", "w+")
        self.server = subprocess.Popen(
            [BINARY, "serve"], env=self.environment, stdout=self.log, stderr=self.log)
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{self.address}/health", timeout=2)
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def talka(self, *arguments):
        subprocess.run(
            [BINARY, *arguments], env=self.environment, check=True, capture_output=True)

    def stop(self):
        self.server.terminate()
        self.server.wait(20)
        self.provider.stop()

    def leave(self, browser, next="/account"):
        """Off to the provider: the address one is sent to."""
        status, address, text = browser.ask(f"{self.address}/sign-in/with/state?next={next}")
        count.check(status == 303 and address, "the browser is sent to the provider", text[:300])
        return address

    def come_back(self, browser, address, name):
        """Signs in at the provider: the address one is sent back to."""
        api = f"{self.provider.address}/api"
        browser.ask(f"{api}/auth/", json_content={"username": name, "password": PASSWORD})
        browser.ask(f"{api}/auth/grant/talka", json_content={"scope": "openid"}, method="PUT")
        status, back, text = browser.ask(f"{address}&g_continue")
        count.check(status == 302 and back and back.startswith(self.address),
                    "the provider sends them back", f"{status} {back} {text[:300]}")
        return back

    def sign_in(self, name, browser=None):
        browser = browser or Browser()
        back = self.come_back(browser, self.leave(browser), name)
        status, address, text = browser.ask(back)
        told = re.search(r'error-summary.*?</div>', text, re.S)
        count.check(status == 303 and address == "/account", f"{name} is signed in",
                    f"{status} {address} {told.group(0) if told else text[:200]}")
        return browser, back


def journey(network):
    provider = network.provider
    provider.person("orla", PASSWORD, ["planners", "others"])
    browser, back = network.sign_in("orla")
    status, _, account = browser.ask(f"{network.address}/account")
    count.check(status == 200 and "orla@example.ie" in account, "an account was made", account[:200])
    count.check("Linked" in account, "and is linked")
    _, _, work = browser.ask(f"{network.address}/work")
    count.check("Kerry County Council" in work and "Officer" in work, "with the role of the claim")

    status, _, text = browser.ask(back)
    count.check(status == 422 and "took too long" in text, "a state is not taken twice", status)
    eve = Browser()
    begun = network.leave(eve)
    stolen = network.come_back(Browser(), begun, "orla")
    status, _, text = Browser().ask(stolen)
    count.check(status == 422, "nor in another browser", status)

    provider.person("orla", PASSWORD, ["heads"])
    browser, _ = network.sign_in("orla")
    _, _, work = browser.ask(f"{network.address}/work")
    count.check("Manager" in work and "Officer" not in work, "roles follow the claim", work[:100])
    provider.person("orla", PASSWORD, ["others"])
    browser, _ = network.sign_in("orla")
    _, _, work = browser.ask(f"{network.address}/work")
    count.check("Kerry County Council" not in work, "and go with it")


def refused(network):
    browser = Browser()
    address = network.leave(browser)
    state = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)["state"][0]
    back = f"{network.address}/sign-in/with/state/return"
    issuer = urllib.parse.quote(network.provider.issuer, safe="")
    status, _, text = browser.ask(f"{back}?error=access_denied&state={state}&iss={issuer}")
    count.check(status == 422 and "did not finish" in text, "who breaks it off is told so", status)
    for query in ["", "?state=" + "0" * 64 + "&code=x", "?code=x"]:
        status, _, _ = browser.ask(back + query)
        count.check(status == 422, f"nothing is taken from “{query}”", status)
    status, _, _ = browser.ask(f"{network.address}/sign-in/with/nobody")
    count.check(status == 404, "an unknown provider is not there", status)
    address = network.leave(browser, next="https%3A%2F%2Fevil.example%2F")
    back = network.come_back(browser, address, "orla")
    status, there, _ = browser.ask(back)
    count.check(status == 303 and there == "/work", "nobody is led to another site", there)


def rotation(network):
    provider = network.provider
    network.sign_in("orla")
    provider.use(private_key("second", "ES256"))
    # Keys are asked for again a minute after they were read at the earliest.
    time.sleep(61)
    network.sign_in("orla")


def signing_out(network):
    browser, _ = network.sign_in("orla")
    _, _, account = browser.ask(f"{network.address}/account")
    secret = re.search(r'name="csrf" value="([0-9a-f]+)"', account).group(1)
    status, _, text = browser.ask(f"{network.address}/sign-out", {"csrf": secret})
    link = re.search(r'href="(http://localhost[^"]*)"', text)
    count.check(status == 200 and link, "the way to sign out at the provider is offered", text[:300])
    address = link.group(1).replace("&amp;", "&")
    count.check("id_token_hint=" in address and "post_logout_redirect_uri=" in address,
                "with what it needs", address)
    status, there, text = browser.ask(address)
    count.check(status in (200, 302), "and it takes it", f"{status} {text[:200]}")
    status, there, _ = browser.ask(f"{network.address}/account")
    count.check(status == 303 and there.startswith("/sign-in"), "the session here has ended", status)


def journal(network):
    network.stop()
    import sqlite3
    with sqlite3.connect(f"{network.folder}/store/commons.sqlite") as database:
        rows = database.execute(
            "SELECT action, COUNT(*) FROM journal WHERE actor = 'system:openid' GROUP BY action").fetchall()
    done = dict(rows)
    count.check(done.get("network.grant_role_by_claim") == 2 and
                done.get("network.end_role_by_claim") == 2, "roles stand in the journal", done)
    count.check(done.get("network.join_by_provider") == 1, "and the account", done)
    network.talka("verify")
    if count.failed:
        print("".join(line for line in open(f"{network.folder}/log") if "no sign-in" in line), flush=True)
    network.log.seek(0)
    log = network.log.read()
    count.check(" fault" not in log, "no faults", log[-600:])
    count.check(not re.search(r"orla|eyJ|code=", log), "and nothing personal in the log", log[-600:])


def main():
    with tempfile.TemporaryDirectory() as folder:
        network = Network(folder)
        try:
            count.run("journey", journey, network)
            count.run("what is refused", refused, network)
            count.run("signing out", signing_out, network)
            if "--quick" not in sys.argv:
                count.run("new keys", rotation, network)
            count.run("journal", journal, network)
        finally:
            if network.server.poll() is None:
                network.stop()
    count.end()


main()
