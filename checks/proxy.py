# SPDX-License-Identifier: EUPL-1.2
"""Whether nginx in front, set up as docs/operating/proxy-nginx.conf says, does what Talka needs.

    python checks/proxy.py BINARY

It installs nothing: Debian's nginx and curl must be there (apt-get install nginx-light curl)."""

import pathlib
import re
import subprocess
import sys
import time

from served import Served, certificate, curl, folder, free_port, wrong_sign_in

binary = sys.argv[1]
results = []


def check(holds, what, found=""):
    results.append(bool(holds))
    if not holds:
        print(f"FAILED: {what}\n    found: {found}", flush=True)


def nginx(backend, plain, secure):
    """Starts nginx with the documented file; only names, ports and the certificate are put in."""
    chain, key = certificate()
    root = pathlib.Path(__file__).resolve().parent.parent
    text = (root / "docs/operating/proxy-nginx.conf").read_text()
    text = re.sub(r"\n *listen \[::\].*", "", text)
    for old, new in [
        ("server 127.0.0.1:8080;", f"server 127.0.0.1:{backend};"), ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ", f"listen 127.0.0.1:{secure} "), ("talka.example.org;", "localhost;"),
        ("https://$host$request_uri", f"https://$host:{secure}$request_uri"),
    ]:
        assert old in text, old
        text = text.replace(old, new)
    text = re.sub(r"ssl_certificate /\S+;", f"ssl_certificate {chain};", text)
    text = re.sub(r"ssl_certificate_key /\S+;", f"ssl_certificate_key {key};", text)
    temporary = "".join(
        f"{kind}_temp_path {folder}/nginx-{kind};\n"
        for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
    (folder / "nginx.conf").write_text(
        f"daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/nginx.log;\nuser root;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{temporary}{text}\n}}\n")
    process = subprocess.Popen(["/usr/sbin/nginx", "-c", folder / "nginx.conf", "-e", folder / "nginx.log"])
    for _ in range(100):
        if curl("--insecure", f"https://localhost:{secure}/health")[0]:
            break
        time.sleep(0.1)
    return process


plain, secure = free_port(), free_port()
address = f"https://localhost:{secure}"
server = Served(binary, TALKA_ADDRESS=address, TALKA_TRUST_PROXY="1")
proxy = nginx(server.port, plain, secure)
try:
    status, http, headers, page = curl("--insecure", "--http2", f"{address}/")
    check((status, http) == (200, "HTTP/2"), "the first page comes by HTTP/2", (status, http))
    check("max-age" in headers.get("strict-transport-security", ""), "HSTS is said once", headers)
    status, _, headers, _ = curl(f"http://localhost:{plain}/register/planning?page=2")
    check(status == 301 and headers["location"] == f"{address}/register/planning?page=2",
          "plain HTTP is led on to HTTPS", headers)
    feed = curl("--insecure", f"{address}/register/planning.atom")[3]
    check(f"{address}/" in feed and f":{server.port}" not in feed, "feeds name the site's own address")
    cookies = curl("--insecure", f"{address}/sign-in")[2].get("set-cookie", "")
    check("Secure" in cookies, "cookies are sent by HTTPS only", cookies)

    # A signed form, so cookies, Host and Origin go through as they are; and who is at the other end.
    tries = [wrong_sign_in(address, "--insecure", "-H", f"X-Forwarded-For: {60 + number}.7.0.1",
                           "-H", f"Origin: {address}") for number in range(11)]
    check(tries[:10] == [422] * 10, "a form goes through", tries)
    check(tries[10] == 429, "a forged X-Forwarded-For from outside is not believed", tries)
    forwarded = [wrong_sign_in(address, "--insecure", "-H", f"Forwarded: for={60 + number}.7.0.1",
                               "-H", f"X-Real-IP: {60 + number}.7.0.1") for number in range(2)]
    check(forwarded == [429, 429], "nor are its relatives", forwarded)

    around = [wrong_sign_in(f"http://127.0.0.1:{server.port}", "-H", f"X-Forwarded-For: {60 + number}.7.0.1",
                            email="another@example.org") for number in range(11)]
    check(around == [422] * 11, "around the proxy it would be: nobody else may get there", around)

    token = next(item["token"] for item in server.sign_ins()
                 if (item["tenant"], item["role"]) == ("kildare", "officer"))
    large = folder / "large.pdf"
    with open(large, "wb") as file:
        file.write(b"%PDF-1.4\n")
        file.truncate(30 << 20)
    status, _, headers, text = curl(
        "--insecure", "-H", f"Authorization: Bearer {token}", "-F", f"file=@{large};type=application/pdf",
        f"{address}/api/t/kildare/documents")
    check(status in (200, 201), "30 MB go through", (status, text[:300]))
    status, _, _, text = curl(
        "--insecure", "-H", f"Authorization: Bearer {token}", "-H", "Content-Type: application/pdf",
        "--data-binary", f"@{large}", f"{address}/api/t/kildare/applications")
    check(status in (404, 413, 415) and "nginx" not in text, "what is refused is refused by Talka", (status, text[:200]))
    # A connection between nginx and Talka that was silent for a while is used again, or anew.
    for pause in (0, 2):
        time.sleep(pause)
        check(curl("--insecure", f"{address}/directory")[0] == 200, f"a page after {pause} s of silence")
    silence = int(re.search(r"keepalive_timeout (\d+)s;", (folder / "nginx.conf").read_text()).group(1))
    check(silence < 65, "nginx lets go before Talka does", silence)
    check(server.stop() == 0, "SIGTERM ends it while nginx holds connections")
    check(curl("--insecure", f"{address}/")[0] == 502, "then nginx says 502")
finally:
    proxy.terminate()
    server.process.kill()
print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(0 if all(results) else 1)
