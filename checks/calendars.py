# SPDX-License-Identifier: EUPL-1.2
"""Whether other people's programs read our calendars as we mean them: three parsers that know nothing
of each other, and one that works out every time of a series.

    CHECKS_ADDRESS=http://127.0.0.1:8080 python checks/calendars.py [PATH ...]

Reads the calendars at these paths (/events.ics if none is named), or in these files. Needs icalendar,
recurring-ical-events, vobject and ics.
"""

import datetime
import pathlib
import sys
import urllib.request
from os import environ

import ics
import icalendar
import recurring_ical_events
import vobject

from counting import Count

ADDRESS = environ.get("CHECKS_ADDRESS", "http://127.0.0.1:8080")
count = Count()


def octets(path):
    """A calendar as it comes over the wire, or as it lies in a file."""
    if pathlib.Path(path).is_file():
        return pathlib.Path(path).read_bytes()
    with urllib.request.urlopen(ADDRESS + path, timeout=60) as answer:
        kind = answer.headers["content-type"]
        count.check(kind == "text/calendar; charset=utf-8", f"{path}: it says what it is", kind)
        tag = answer.headers["etag"]
        content = answer.read()
    request = urllib.request.Request(ADDRESS + path, headers={"If-None-Match": tag})
    try:
        status = urllib.request.urlopen(request, timeout=60).status
    except urllib.error.HTTPError as error:
        status = error.code
    count.check(status == 304, f"{path}: who has it is sent nothing", status)
    return content


def lines(path, content):
    """RFC 5545, section 3.1."""
    count.check(content.endswith(b"\r\n"), f"{path}: the last line is ended")
    raw = content.split(b"\r\n")
    count.check(not any(b"\r" in line or b"\n" in line for line in raw), f"{path}: lines end in CRLF")
    long = [line for line in raw if len(line) > 75]
    count.check(not long, f"{path}: no line is longer than 75 octets", long[:1])
    for line in raw:
        try:
            line.decode()
        except UnicodeDecodeError:
            count.check(False, f"{path}: no letter is cut in two", line)


def events(path, content):
    """As icalendar reads them, by what they are known by."""
    calendar = icalendar.Calendar.from_ical(content)
    count.check(not calendar.errors, f"{path}: icalendar", calendar.errors)
    found = calendar.walk("VEVENT")
    zones = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
    names = set()
    for event in found:
        name = (str(event["UID"]), event.get("RECURRENCE-ID") and event["RECURRENCE-ID"].dt)
        count.check(name not in names, f"{path}: it is there once", name)
        names.add(name)
        for key in ["DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "SUMMARY", "STATUS", "DTSTART", "DTEND"]:
            count.check(key in event, f"{path}: {name[0]} has {key}")
        count.check(event["DTEND"].dt > event["DTSTART"].dt, f"{path}: {name[0]} ends after it begins")
        zone = event["DTSTART"].params.get("TZID")
        count.check(zone is None or zone in zones, f"{path}: {zone} is explained", zones)
    return calendar, found


def times(path, calendar, found):
    """Every time of every series is at the hour it began at, whatever clocks did meanwhile."""
    moved = {(str(e["UID"]), e["RECURRENCE-ID"].dt) for e in found if "RECURRENCE-ID" in e}
    for event in found:
        if "RRULE" not in event:
            continue
        start = event["DTSTART"].dt
        alone = icalendar.Calendar()
        for part in calendar.walk("VTIMEZONE") + [event]:
            alone.add_component(part)
        last = start + datetime.timedelta(days=20_000)
        all_times = [one["DTSTART"].dt for one in recurring_ical_events.of(alone).between(start, last)]
        count.check(all_times, f"{path}: {event['UID']} is held at all")
        if isinstance(start, datetime.datetime):
            hours = {one.timetz().replace(tzinfo=None) for one in all_times}
            count.check(hours == {start.time()}, f"{path}: {event['UID']} stays at its hour", hours)
        rule = event["RRULE"]
        gone = event.get("EXDATE", [])
        gone = gone if isinstance(gone, list) else [gone]
        if "COUNT" in rule:
            left = rule["COUNT"][0] - sum(len(one.dts) for one in gone)
            count.check(len(all_times) == left, f"{path}: {event['UID']} is held {left} times", len(all_times))
        for _, day in [one for one in moved if one[0] == str(event["UID"])]:
            count.check(day in all_times, f"{path}: what is changed is one of its times", day)


def zones(path, calendar):
    """Our explanation of a zone comes to the same as the one this machine has."""
    import zoneinfo

    for part in calendar.walk("VTIMEZONE"):
        name = str(part["TZID"])
        ours, known = part.to_tz(lookup_tzid=False), zoneinfo.ZoneInfo(name)
        years = [one["DTSTART"].dt.year for one in part.subcomponents]
        if name == "UTC" or min(years) < 2000:
            continue
        # Told change by change it goes as far as the events do; told by a rule it goes on.
        last = max(years) + (6 if any("RRULE" in one for one in part.subcomponents) else 1)
        moment = datetime.datetime(min(years) + 1, 1, 1, 12)
        while moment.year < last:
            theirs = moment.replace(tzinfo=known).utcoffset()
            mine = moment.replace(tzinfo=ours).utcoffset()
            if not count.check(mine == theirs, f"{path}: {name} at {moment}", (mine, theirs)):
                break
            moment += datetime.timedelta(days=1)


def others(path, content, found):
    """The other two find the same."""
    text = content.decode()
    mine = sorted(str(event["SUMMARY"]) for event in found)
    read = list(vobject.readComponents(text))
    theirs = sorted(event.summary.value for event in getattr(read[0], "vevent_list", []))
    count.check(len(read) == 1 and theirs == mine, f"{path}: vobject reads the same", theirs)
    # ics 0.7 knows nothing of changed times: it keeps one event of an id.
    theirs = {event.uid for event in ics.Calendar(text).events}
    count.check(theirs == {str(event["UID"]) for event in found}, f"{path}: ics reads the same", theirs)


def read(path):
    content = octets(path)
    lines(path, content)
    calendar, found = events(path, content)
    times(path, calendar, found)
    zones(path, calendar)
    others(path, content, found)
    print(f"{path}: {len(found)} events")


for path in sys.argv[1:] or ["/events.ics"]:
    count.run(path, read, path)
count.end()
