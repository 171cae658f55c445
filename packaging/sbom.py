#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Writes what a package is made of: a CycloneDX 1.5 document, and the licences beside it.

usage: sbom.py BUILD VERSION COMMIT SECONDS PACKAGES SBOM LICENCES

BUILD: the build's folder (it holds checkouts and release). SECONDS: the commit's time.
PACKAGES: a file of the Debian packages the program needs. Only packages of which something is linked
into the program are listed: more are fetched than used."""
import datetime, json, pathlib, re, shutil, subprocess, sys, uuid

build, version, commit = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
seconds, packages = int(sys.argv[4]), pathlib.Path(sys.argv[5]).read_text().split()
document, licences = pathlib.Path(sys.argv[6]), pathlib.Path(sys.argv[7])
program = f"pkg:generic/talka@{version}"


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def licence(text):
    """The licence of a text, by what it calls itself."""
    if "Apache License" in text:
        return "Apache-2.0 WITH Swift-exception" if "Runtime Library Exception" in text else "Apache-2.0"
    if "Permission is hereby granted, free of charge" in text:
        return "MIT"
    sys.exit(f"a licence that is not known: {text[:80]}")


def linked():
    """Names of the modules of which the program was linked."""
    files = (build / "release/talka.product/Objects.LinkFileList").read_text()
    return set(re.findall(r"/([A-Za-z0-9_]+)\.build/", files))


def pinned():
    """Packages by their identity: address, version, revision, folder."""
    state = json.loads((build / "workspace-state.json").read_text())["object"]["dependencies"]
    return {item["packageRef"]["identity"]: {
        "address": item["packageRef"]["location"],
        "folder": build / "checkouts" / item["subpath"],
        **item["state"]["checkoutState"]} for item in state}


def is_used(package, modules):
    folders = {path.name for path in package["folder"].glob("**/*") if path.is_dir()}
    return bool(folders & modules)


def library(identity, package):
    texts = [path for path in sorted(package["folder"].iterdir())
             if re.match(r"(LICENSE|LICENCE|NOTICE)", path.name)]
    for path in texts:
        shutil.copyfile(path, licences / f"{identity}-{path.name.removesuffix('.txt')}.txt")
    address = package["address"].removesuffix(".git")
    purl = f"pkg:swift/{address.removeprefix('https://')}@{package['version']}"
    text = next(path.read_text() for path in texts if path.name.startswith("LIC"))
    return {
        "type": "library", "bom-ref": purl, "name": identity, "version": package["version"],
        "purl": purl, "licenses": [{"expression": licence(text)}],
        "hashes": [{"alg": "SHA-1", "content": package["revision"]}],
        "externalReferences": [{"type": "vcs", "url": address}]}


def runtime():
    """Swift's own libraries, which are linked in."""
    name = re.search(r"Swift version (\S+)", output("swift", "--version")).group(1)
    swift = pathlib.Path(shutil.which("swift")).resolve().parent.parent
    shutil.copyfile(swift / "share/swift/LICENSE.txt", licences / "swift-LICENSE.txt")
    return {"type": "library", "bom-ref": f"pkg:generic/swift@{name}", "name": "swift",
            "version": name, "purl": f"pkg:generic/swift@{name}",
            "description": "Standard library, concurrency, Dispatch, Foundation with ICU",
            "licenses": [{"expression": "Apache-2.0 WITH Swift-exception AND Unicode-3.0"}]}


def debian(name):
    """A package of the system, at the version the program was built with; a later one does too."""
    found = output("dpkg-query", "-W", "-f=${Version}", name)
    purl = f"pkg:deb/debian/{name}@{found.replace('+', '%2B')}?arch=amd64&distro=debian-12"
    return {"type": "library", "bom-ref": purl, "name": name, "version": found, "purl": purl,
            "description": "installed from Debian, not in the package"}


def main():
    licences.mkdir(parents=True, exist_ok=True)
    modules = linked()
    swift = {name: package for name, package in sorted(pinned().items()) if is_used(package, modules)}
    libraries = {name: library(name, package) for name, package in swift.items()}
    others = [runtime(), *(debian(name) for name in packages)]
    refs = {name: item["bom-ref"] for name, item in libraries.items()}
    wants = []
    for name, package in swift.items():
        manifest = (package["folder"] / "Package.swift").read_text().lower()
        needed = sorted(refs[other] for other in swift
                        if other != name and re.search(rf'/{re.escape(other)}(\.git)?"', manifest))
        wants.append({"ref": refs[name], "dependsOn": needed})
    direct = sorted(refs.values()) + [item["bom-ref"] for item in others]
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    document.write_text(json.dumps({
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, f"{program}#{commit}").urn,
        "metadata": {
            "timestamp": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application", "bom-ref": program, "name": "talka", "version": version,
                "purl": program, "licenses": [{"license": {"id": "EUPL-1.2"}}],
                "hashes": [{"alg": "SHA-1", "content": commit}]}},
        "components": [*libraries.values(), *others],
        "dependencies": [{"ref": program, "dependsOn": direct}, *wants,
                         *({"ref": item["bom-ref"]} for item in others)],
    }, indent=2) + "\n")


main()
