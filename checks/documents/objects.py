#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""An object store on the loopback: OpenStack Swift from Debian's packages, whose proxy speaks S3.

One disk, one copy, all in a folder of its own. Run by itself it is one of its servers:
objects.py FOLDER account|container|object|proxy. Everything else is for `documents.py`."""

import hashlib
import hmac
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
import urllib.request

KEY, SECRET, REGION, BUCKET = "check:talka", "check-secret", "us-east-1", "talka-documents"
STORAGE = ("account", "container", "object")
USER = pwd.getpwuid(os.getuid()).pw_name


def free_ports(count):
    """Ports nobody listens on: all different, since all are held until the last is found."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        return True
    except OSError:
        return False


class ObjectStore:
    """Five servers over one folder; they may be stopped and started again."""

    def __init__(self, folder):
        self.folder = folder
        names = (*STORAGE, "proxy", "cache")
        self.ports = dict(zip(names, free_ports(len(names))))
        self.servers = []
        os.makedirs(f"{folder}/disks/one")
        self._configure()
        self._rings()

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.ports['proxy']}"

    def start(self):
        commands = {name: ["/usr/bin/python3", os.path.abspath(__file__), self.folder, name]
                    for name in (*STORAGE, "proxy")}
        # The proxy will not sign anybody in without.
        commands["cache"] = ["memcached", "-l", "127.0.0.1", "-p", str(self.ports["cache"]),
                             "-u", USER, "-U", "0"]
        for name, command in commands.items():
            log = open(f"{self.folder}/{name}.log", "a")
            self.servers.append(
                subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True))
        for _ in range(240):
            if all(listens(port) for port in self.ports.values()):
                return
            time.sleep(0.5)
        raise RuntimeError("the object store does not start: " + self.log())

    def stop(self):
        """Kills each server with its own workers, and nothing else."""
        for server in self.servers:
            try:
                os.killpg(server.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            server.wait()
        self.servers = []

    def make_bucket(self):
        """PUT of the bucket, signed (AWS Signature Version 4)."""
        host = f"127.0.0.1:{self.ports['proxy']}"
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        scope = f"{stamp[:8]}/{REGION}/s3/aws4_request"
        nothing = hashlib.sha256(b"").hexdigest()
        names = "host;x-amz-content-sha256;x-amz-date"
        canonical = (f"PUT\n/{BUCKET}\n\nhost:{host}\nx-amz-content-sha256:{nothing}\n"
                     f"x-amz-date:{stamp}\n\n{names}\n{nothing}")
        key = b"AWS4" + SECRET.encode()
        for part in scope.split("/"):
            key = hmac.new(key, part.encode(), "sha256").digest()
        text = (f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n"
                + hashlib.sha256(canonical.encode()).hexdigest())
        signature = hmac.new(key, text.encode(), "sha256").hexdigest()
        request = urllib.request.Request(f"{self.endpoint}/{BUCKET}", method="PUT", headers={
            "x-amz-content-sha256": nothing, "x-amz-date": stamp,
            "authorization": f"AWS4-HMAC-SHA256 Credential={KEY}/{scope}, "
                             f"SignedHeaders={names}, Signature={signature}"})
        urllib.request.urlopen(request, timeout=30).close()

    def log(self):
        return open(f"{self.folder}/proxy.log").read()[-2_000:]

    def files(self):
        """The path of each object's content on its disk."""
        return [os.path.join(place, name)
                for place, _, names in os.walk(f"{self.folder}/disks/one/objects")
                for name in names if name.endswith(".data")]

    def _write(self, name, text):
        with open(f"{self.folder}/{name}", "w") as file:
            file.write(text)

    def _configure(self):
        # The names of places are hashed with this; it must be something.
        self._write("swift.conf", "[swift-hash]\nswift_hash_path_suffix = check\n"
                                  "[storage-policy:0]\nname = one\ndefault = yes\n")
        common = (f"[DEFAULT]\nuser = {USER}\nswift_dir = {self.folder}\n"
                  f"devices = {self.folder}/disks\nmount_check = false\nbind_ip = 127.0.0.1\n"
                  "workers = 0\nlog_level = WARNING\nfallocate_reserve = 0\n")
        for name in STORAGE:
            self._write(f"{name}.conf", common + f"bind_port = {self.ports[name]}\n"
                        f"[pipeline:main]\npipeline = {name}-server\n"
                        f"[app:{name}-server]\nuse = egg:swift#{name}\n")
        filters = ("catch_errors", "gatekeeper", "cache", "s3api", "tempauth", "copy")
        self._write("proxy.conf", common + f"bind_port = {self.ports['proxy']}\n"
                    f"[pipeline:main]\npipeline = {' '.join(filters)} proxy-server\n"
                    "[app:proxy-server]\nuse = egg:swift#proxy\n"
                    "account_autocreate = true\nallow_account_management = true\n"
                    + "".join(f"[filter:{name}]\nuse = egg:swift#{name}\n" for name in filters)
                    .replace("egg:swift#cache", "egg:swift#memcache")
                    .replace("egg:swift#s3api", f"egg:swift#s3api\nlocation = {REGION}")
                    .replace("egg:swift#memcache", "egg:swift#memcache\n"
                             f"memcache_servers = 127.0.0.1:{self.ports['cache']}")
                    .replace("egg:swift#tempauth", "egg:swift#tempauth\n"
                             f"user_check_talka = {SECRET} .admin"))

    def _rings(self):
        build = (
            "import sys\nfrom swift.common.ring import RingBuilder\n"
            "builder = RingBuilder(4, 1, 1)\n"
            "builder.add_dev(dict(id=0, region=1, zone=1, weight=1.0, ip='127.0.0.1',\n"
            "  port=int(sys.argv[2]), device='one', meta=''))\n"
            "builder.rebalance()\nbuilder.get_ring().save(sys.argv[1])\n")
        for name in STORAGE:
            subprocess.run(
                ["/usr/bin/python3", "-c", build, f"{self.folder}/{name}.ring.gz",
                 str(self.ports[name])], check=True, capture_output=True)


def serve(folder, name):
    from swift.common import utils
    utils.set_swift_dir(folder)
    from swift.common.storage_policy import reload_storage_policies
    reload_storage_policies()
    from swift.common.wsgi import run_wsgi
    sys.exit(run_wsgi(f"{folder}/{name}.conf", f"{name}-server", verbose=True))


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2])
