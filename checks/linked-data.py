# SPDX-License-Identifier: EUPL-1.2
"""Whether what we give as linked data is what its vocabularies ask for, whole, and the same in each form.

    CHECKS_ADDRESS=http://127.0.0.1:8080 python checks/linked-data.py [PATH ...]

Each thing is read as JSON-LD by two programs that know nothing of each other (PyLD, which may fetch no context,
and rdflib) and as Turtle by one; all must come to the same graph, which is held against the shapes in
checks/shapes, and those in the folder CHECKS_SHAPES. Pages tell search engines the same in a block of data.
Needs rdflib, pyshacl and PyLD.
"""

import html
import json
import logging
import pathlib
import re
import sys
import urllib.request
from os import environ

import pyld
import pyshacl
import rdflib
import rdflib.compare

from counting import Count

ADDRESS = environ.get("CHECKS_ADDRESS", "http://127.0.0.1:8080")
DCAT, DCT = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.Namespace("http://purl.org/dc/terms/")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
# Lists that are for one reader alone, and so are no data sets.
OWN = {"/events/mine"}
count = Count()
logging.getLogger("rdflib").setLevel(logging.ERROR)
shapes = rdflib.Graph()
for folder in [pathlib.Path(__file__).parent / "shapes", environ.get("CHECKS_SHAPES")]:
    for file in sorted(pathlib.Path(folder).glob("*.ttl")) if folder else []:
        shapes.parse(file)


def get(path):
    with urllib.request.urlopen(ADDRESS + path, timeout=120) as answer:
        return answer.headers["content-type"], answer.read().decode()


def nothing_is_fetched(url, options):
    raise ValueError(f"it asks for {url}")


def violations(path, graph):
    """Zero, of every shape."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none", meta_shacl=False)
    found = [
        (str(report.value(one, SH.focusNode)), str(report.value(one, SH.resultPath)),
         str(report.value(one, SH.sourceConstraintComponent)).rsplit("#")[-1], str(report.value(one, SH.value)))
        for one in report.subjects(rdflib.RDF.type, SH.ValidationResult)]
    count.check(not found, f"{path}: no shape is violated", found[:3])


def split(path):
    """The path and the query of an address."""
    head, _, query = path.partition("?")
    return head, "?" + query if query else ""


def thing(path):
    """What is described at an address, in both forms."""
    head, query = split(path)
    kind, text = get(head + ".jsonld" + query)
    count.check(kind == "application/ld+json", f"{path}: JSON-LD says what it is", kind)
    document = json.loads(text)
    expanded = pyld.jsonld.expand(document, {"documentLoader": nothing_is_fetched})
    count.check(expanded and all(one.get("@type") for one in expanded), f"{path}: everything has a type")
    count.check(
        not [name for one in expanded for name in one if not name.startswith("@") and "://" not in name],
        f"{path}: every name stands for an address")
    linked = rdflib.Graph().parse(data=text, format="json-ld")
    kind, text = get(head + ".ttl" + query)
    count.check(kind == "text/turtle; charset=utf-8", f"{path}: Turtle says what it is", kind)
    turtle = rdflib.Graph().parse(data=text, format="turtle")
    count.check(len(linked) == len(turtle) > 3, f"{path}: as many statements", (len(linked), len(turtle)))
    count.check(rdflib.compare.isomorphic(linked, turtle), f"{path}: the same in both forms")
    violations(path, linked)
    print(f"{path}: {len(linked)} statements")
    return linked


def page(path):
    """What its page says of a thing: the block of data, and where the other forms are."""
    _, text = get(path)
    head = text.partition("</head>")[0]
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head, re.S)
    if not count.check(len(blocks) == 1, f"{path}: one block of data", len(blocks)):
        return
    document = json.loads(blocks[0])
    count.check(document["@context"] == {"@vocab": "https://schema.org/"}, f"{path}: it needs no other document")
    pyld.jsonld.expand(document, {"documentLoader": nothing_is_fetched})
    graph = rdflib.Graph().parse(data=blocks[0], format="json-ld")
    violations(f"{path} (page)", graph)
    here, query = split(path)
    for kind, ending in [("application/ld+json", "jsonld"), ("text/turtle", "ttl")]:
        link = re.search(rf'<link rel="alternate" type="{re.escape(kind)}"[^>]*href="([^"]*)"', head)
        found = html.unescape(link.group(1)) if link else None
        count.check(found == f"{here}.{ending}{query}", f"{path}: it names its {ending}", found)


def both(path):
    thing(path)
    page(path)


def catalogue():
    """Every list there is stands in it, in every form the list has."""
    graph = thing("/catalogue")
    sets = {str(graph.value(one, DCT.identifier)) for one in graph.subjects(rdflib.RDF.type, DCAT.Dataset)}
    _, text = get("/open-data")
    lists = re.findall(r'<th scope="row"[^>]*><a href="(/[^".]*)">', text)
    count.check(len(lists) > 8, "/open-data: it has lists", lists)
    for path in set(lists) - OWN:
        count.check(ADDRESS + path in sets, f"/catalogue: {path} is in it")
    files = {str(url) for url in graph.objects(None, DCAT.downloadURL)}
    for path in re.findall(r'href="(/[^"]*\.(?:csv|json|jsonld|ttl|geojson|atom|ics))"', text):
        if path.rpartition(".")[0] not in OWN | {"/catalogue"} and not path.startswith("/api/"):
            count.check(ADDRESS + path in files, f"/catalogue: {path} is in it")
    for file in sorted(url for url in files if url.startswith(ADDRESS)):
        kind, _ = get(file[len(ADDRESS):])
        media = {str(graph.value(one, DCAT.mediaType)).partition("media-types/")[2]
                 for one in graph.subjects(DCAT.downloadURL, rdflib.URIRef(file))}
        count.check(media == {kind.partition(";")[0]}, f"/catalogue: {file} is what it is said to be", (media, kind))


def whole(slug):
    """Whatever the directory knows of an organisation is in its description."""
    graph = thing(f"/directory/{slug}")
    _, text = get(f"/directory/{slug}.json")
    known = json.loads(text)
    said = {str(value) for value in graph.objects() if isinstance(value, rdflib.Literal)}
    addresses = {str(value) for value in graph.objects() if isinstance(value, rdflib.URIRef)}
    texts = [known["name"], known["summary"], known["town"]]
    texts += [name["name"] for name in known["names"]]
    texts += [code["code"] for code in known["codes"] if code["identifies"] == "authority"]
    texts += [each[part] for each in known["services"] for part in ("title", "description", "channel")]
    texts += [contact["role"] for contact in known["contacts"]]
    texts += [event["text"] for event in known["events"] if event["kind"] not in ("milestone", "founding")]
    for value in filter(None, texts):
        count.check(value in said, f"/directory/{slug}: {value[:40]} is said", sorted(said)[:3])
    if (known["website"] or "").startswith("http"):
        count.check(known["website"] in addresses, f"/directory/{slug}: its home page", known["website"])
    page(f"/directory/{slug}")


def items(path):
    """Where the things of a list are."""
    _, text = get(path)
    found = list(dict.fromkeys(split(one["href"].partition("#")[0])[0] for one in json.loads(text)["items"]))
    count.check(found, f"{path}: there is something in it")
    return found


def everything():
    count.run("/catalogue", catalogue)
    for path in ["/directory", "/directory/services"]:
        count.run(path, thing, path)
    _, text = get("/directory.json")
    for one in json.loads(text)["organisations"]:
        if one["sort"] == "body" or one["slug"] in ("cork", "limerick", "kildare"):
            count.run(one["slug"], whole, one["slug"])
    for path in ["/guides.json", "/practices.json", "/events.json", "/answers.json", "/catalogue.json"]:
        for one in count.run(path, items, path) or []:
            count.run(one, both, one)


for path in sys.argv[1:]:
    count.run(path, both, path)
if not sys.argv[1:]:
    everything()
count.end()
