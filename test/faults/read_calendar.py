# SPDX-License-Identifier: AGPL-3.0-or-later
# Reads calendars and mails with another program's parser (Debian's python3-icalendar, and Python's
# own mail and time zones), and says in JSON what stands in them. In: {"texts": [...], "mails":
# [...], "walls": [["Europe/London", "2027-03-28T14:00"], ...]}. Out: the same names.
import email
import email.policy
import json
import sys
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from icalendar import Calendar


def utc(moment):
    assert moment.tzinfo is not None, "a time that floats"
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def one(event, name):
    value = event.get(name)
    return None if value is None else str(value)


def event_in(event):
    assert not event.errors, event.errors
    return {
        "uid": one(event, "UID"),
        "sequence": int(event["SEQUENCE"]),
        "status": one(event, "STATUS"),
        "title": one(event, "SUMMARY"),
        "place": one(event, "LOCATION"),
        "start": utc(event["DTSTART"].dt),
        "end": utc(event["DTEND"].dt) if "DTEND" in event else None,
        "hasLength": "DURATION" in event,
        "stamp": utc(event["DTSTAMP"].dt),
        "organizer": one(event, "ORGANIZER"),
        "attendee": one(event, "ATTENDEE"),
    }


def calendar_in(text):
    calendar = Calendar.from_ical(text)
    return {
        "method": one(calendar, "METHOD"),
        "version": one(calendar, "VERSION"),
        "others": [part.name for part in calendar.subcomponents if part.name != "VEVENT"],
        "events": [event_in(event) for event in calendar.walk("VEVENT")],
    }


def mail_in(text):
    mail = email.message_from_string(text, policy=email.policy.default)
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return {
        "to": str(mail["To"]),
        "calendars": [
            {**calendar_in(part.get_content()), "mailMethod": part.get_param("method")}
            for part in parts
        ],
    }


def wall(zone, at):
    return utc(datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone)))


asked = json.load(sys.stdin)
json.dump(
    {
        "texts": [calendar_in(text) for text in asked.get("texts", [])],
        "mails": [mail_in(text) for text in asked.get("mails", [])],
        "walls": [wall(*pair) for pair in asked.get("walls", [])],
    },
    sys.stdout,
)
