#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Makes manual pages in mdoc: talka(1) and one a command.

usage: talka --experimental-dump-help | manuals.py DIR VERSION YYYY-MM-DD

The command line's own description is the only source. The parser's plugin would do the same, by
building the program once more for the plugin."""
import datetime, json, pathlib, sys


def plain(text):
    """Text in which nothing is a request or an escape of roff."""
    text = " ".join(str(text or "").split()).replace("\\", "\\e")
    return "\\&" + text if text[:1] in (".", "'") else text


def sentences(text):
    """Each sentence on its own line, as mdoc has it."""
    return plain(text).replace(". ", ".\n").splitlines()


def word(text):
    """One argument of a macro."""
    return '"' + plain(text).replace('"', '\\(dq') + '"'


def own_arguments(command):
    return [item for item in command.get("arguments", [])
            if item.get("shouldDisplay", True) and item.get("valueName") not in ("help", "version")]


def flag(name):
    return {"long": "Fl Fl ", "short": "Fl ", "longWithSingleDash": "Fl "}[name["kind"]] + name["name"]


def synopsis(argument):
    if argument["kind"] == "positional":
        line = f"Ar {argument['valueName']}"
    else:
        line = flag(argument["preferredName"])
        if argument["kind"] == "option":
            line += f" Ar {argument['valueName']}"
    if argument.get("isRepeating"):
        line += " ..."
    return f".Op {line}" if argument.get("isOptional") else f".{line}"


def listed(argument):
    if argument["kind"] == "positional":
        names = f"Ar {argument['valueName']}"
    else:
        names = " , ".join(flag(name) for name in argument["names"])
        if argument["kind"] == "option":
            names += f" Ar {argument['valueName']}"
    yield f".It {names}"
    yield from sentences(argument.get("abstract") or argument["valueName"])
    if argument.get("defaultValue") not in (None, "", "false"):
        yield f"Unless it is said: {plain(argument['defaultValue'])}."


def page(path, command, version, day):
    name = "-".join(path)
    title = command.get("abstract") or f"{command['commandName']} of {' '.join(path[:-1])}."
    yield '.\\" Made from the command line\'s own description; changes here are lost.'
    yield f".Dd {day:%B} {day.day}, {day.year}"
    yield f".Dt {name.upper()} 1"
    yield f".Os Talka {version}"
    yield from [".Sh NAME", f".Nm {name}", f".Nd {plain(title).rstrip('.')}"]
    yield from [".Sh SYNOPSIS", f".Nm {' '.join(path)}"]
    arguments = own_arguments(command)
    commands = [item for item in command.get("subcommands", [])
                if item["commandName"] != "help" and item.get("shouldDisplay", True)]
    yield from (synopsis(argument) for argument in arguments)
    if commands:
        yield from [".Ar command", ".Op Ar arguments"]
    yield ".Sh DESCRIPTION"
    yield from sentences(title)
    if command.get("discussion"):
        yield ".Pp"
        yield from sentences(command["discussion"])
    if arguments:
        yield from [".Bl -tag -width Ds"]
        for argument in arguments:
            yield from listed(argument)
        yield ".El"
    if commands:
        yield from [".Pp", "Its commands:", ".Bl -tag -width Ds"]
        for item in commands:
            yield f".It Xr {name}-{item['commandName']} 1"
            yield from sentences(item.get("abstract") or item["commandName"])
        yield ".El"
    if len(path) == 1:
        yield from [".Sh FILES", ".Bl -tag -width Ds",
                    ".It Pa /etc/talka/talka.conf", "settings of the service",
                    ".It Pa /var/lib/talka", "the network, unless the settings say another place",
                    ".It Pa /opt/talka/current/docs", "what each setting is, and how to install",
                    ".El"]
    yield from [".Sh EXIT STATUS", "0: done.", "1: something was found, or went wrong.",
                "2: it was used wrongly."]
    if len(path) > 1:
        yield from [".Sh SEE ALSO", f".Xr {'-'.join(path[:-1])} 1"]


def walk(path, command):
    yield path, command
    for item in command.get("subcommands", []):
        if item["commandName"] != "help" and item.get("shouldDisplay", True):
            yield from walk([*path, item["commandName"]], item)


folder, version, day = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
folder.mkdir(parents=True, exist_ok=True)
root = json.load(sys.stdin)["command"]
for path, command in walk([root["commandName"]], root):
    lines = page(path, command, version, datetime.date.fromisoformat(day))
    (folder / f"{'-'.join(path)}.1").write_text("\n".join(lines) + "\n")
