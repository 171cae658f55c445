# SPDX-License-Identifier: EUPL-1.2
"""A real identity provider for the check of sign-in: Glewlwyd, from Debian's packages, with a database of
its own in a folder, on loopback."""

import atexit
import http.cookiejar
import json
import os
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

from cryptography.hazmat.primitives.asymmetric import ec, rsa

TABLES = "/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3"


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def encoded(number):
    import base64

    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def private_key(kid, algorithm):
    """A private key as a JSON Web Key."""
    if algorithm == "ES256":
        numbers = ec.generate_private_key(ec.SECP256R1()).private_numbers()
        public = numbers.public_numbers
        key = {"kty": "EC", "crv": "P-256", "x": public.x, "y": public.y, "d": numbers.private_value}
        for name in "xyd":
            import base64

            key[name] = base64.urlsafe_b64encode(key[name].to_bytes(32, "big")).rstrip(b"=").decode()
    else:
        numbers = rsa.generate_private_key(65537, 2048).private_numbers()
        public = numbers.public_numbers
        key = {"kty": "RSA"}
        for name, value in {"n": public.n, "e": public.e, "d": numbers.d, "p": numbers.p, "q": numbers.q,
                            "dp": numbers.dmp1, "dq": numbers.dmq1, "qi": numbers.iqmp}.items():
            key[name] = encoded(value)
    return {**key, "kid": kid, "alg": algorithm, "use": "sig"}


class Provider:
    """One provider, started; `stop` ends it."""

    def __init__(self, folder, back, signed_out):
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.issuer = f"{self.address}/api/oidc"
        self.folder = folder
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        with sqlite3.connect(f"{folder}/provider.db") as database:
            database.executescript(open(TABLES).read())
        with open(f"{folder}/provider.conf", "w") as file:
            file.write(self.configuration())
        self.process = subprocess.Popen(
            ["glewlwyd", "-c", f"{folder}/provider.conf"], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        atexit.register(self.stop)
        for _ in range(100):
            try:
                self.opener.open(f"{self.address}/config", timeout=2)
                break
            except OSError:
                time.sleep(0.1)
        self.call("POST", "auth/", {"username": "admin", "password": "password"})
        self.set_up(back, signed_out)

    def configuration(self):
        return f"""
            port={self.port}
            bind_address="127.0.0.1"
            external_url="{self.address}"
            login_url="login.html"
            api_prefix="api"
            cookie_secure=0
            cookie_same_site="empty"
            session_expiration=3600
            session_key="PROVIDER_SESSION"
            admin_scope="g_admin"
            profile_scope="g_profile"
            login_api_enabled=true
            log_mode="file"
            log_level="WARNING"
            log_file="{self.folder}/provider.log"
            user_module_path="/usr/lib/glewlwyd/user"
            client_module_path="/usr/lib/glewlwyd/client"
            user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
            plugin_module_path="/usr/lib/glewlwyd/plugin"
            use_secure_connection=false
            secure_connection_key_file="/nowhere"
            secure_connection_pem_file="/nowhere"
            secure_connection_ca_file="/nowhere"
            static_files_path="/usr/share/glewlwyd/webapp"
            hash_algorithm="SHA512"
            database = {{ type = "sqlite3" path = "{self.folder}/provider.db" }};
            """

    def call(self, method, path, content=None):
        request = urllib.request.Request(
            f"{self.address}/api/{path}", method=method,
            data=None if content is None else json.dumps(content).encode(),
            headers={"content-type": "application/json"})
        try:
            answer = self.opener.open(request, timeout=20).read()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.code} {error.read()[:400]}") from error
        return json.loads(answer) if answer else None

    def set_up(self, back, signed_out):
        users = self.call("GET", "mod/user/database")
        users["parameters"]["data-format"]["groups"] = {"multiple": True, "read": True, "write": True}
        self.call("PUT", "mod/user/database", users)
        self.call("PUT", "mod/reload/")
        self.use(private_key("first", "RS256"), is_new=True)
        self.call("POST", "client/", {
            "client_id": "talka", "name": "Talka", "enabled": True, "confidential": True,
            "password": "a-secret-of-its-own.1", "client_secret": "a-secret-of-its-own.1",
            "redirect_uri": [back], "post_logout_redirect_uri": signed_out,
            "authorization_type": ["code"], "token_endpoint_auth_method": ["client_secret_basic"],
            "scope": [], "source": "database"})

    def use(self, key, is_new=False):
        """Signs with this key from now on, and with no other."""
        plugin = {
            "module": "oidc", "name": "oidc", "display_name": "OpenID Connect", "enabled": True,
            "parameters": {
                "iss": self.issuer, "jwks-private": json.dumps({"keys": [key]}),
                "default-kid": key["kid"], "jwks-show": True, "jwt-type": "rsa", "jwt-key-size": "256",
                "access-token-duration": 600, "refresh-token-duration": 3600, "code-duration": 300,
                "auth-type-code-enabled": True, "auth-type-code-revoke-replayed": True,
                "auth-type-refresh-enabled": True, "allow-non-oidc": False,
                "subject-type": "public", "pkce-allowed": True, "pkce-required": True,
                "session-management-allowed": True, "session-cookie-name": "PROVIDER_OIDC_SID",
                "session-cookie-expiration": 3600, "oauth-as-iss-id": True,
                "name-claim": "mandatory", "email-claim": "mandatory", "scope-claim": "no",
                "claims": [
                    {"name": "groups", "user-property": "groups", "type": "string", "mandatory": True},
                    {"name": "email_verified", "user-property": "email", "type": "boolean",
                     "boolean-value-true": "none", "boolean-value-false": "nothing",
                     "mandatory": False},
                ],
            }}
        if not is_new:
            self.call("PUT", "mod/plugin/oidc", plugin)
            self.call("PUT", "mod/reload/")
        else:
            self.call("POST", "mod/plugin/", plugin)

    def person(self, name, password, groups):
        """Makes somebody, or changes what groups they are in."""
        user = {
            "username": name, "name": name.title(), "email": f"{name}@example.ie", "enabled": True,
            "scope": ["openid", "g_profile"], "groups": groups, "source": "database"}
        try:
            self.call("GET", f"user/{name}")
            self.call("PUT", f"user/{name}", user)
        except RuntimeError:
            self.call("POST", "user/", {**user, "password": password})

    def stop(self):
        """Ends it; whatever ended the check, nothing goes on."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(10)
