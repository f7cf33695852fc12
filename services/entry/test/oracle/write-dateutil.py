"""Writes dateutil.json: what python-dateutil 2.9.0 says of RFC 5545's examples (section 3.8.5.3) and of random rules without skip.

Run by hand: python3 write-dateutil.py > dateutil.json
"""
import json
import random
from datetime import datetime
from itertools import islice

from dateutil.rrule import rrulestr

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

# Start and rule as in the RFC, for the vocabulary that the contract has; UNTIL in local time.
EXAMPLES = [
    ("19970902T090000", "FREQ=DAILY;COUNT=10"),
    ("19970902T090000", "FREQ=DAILY;UNTIL=19971224T000000"),
    ("19970902T090000", "FREQ=DAILY;INTERVAL=2"),
    ("19970902T090000", "FREQ=DAILY;INTERVAL=10;COUNT=5"),
    ("19980101T090000", "FREQ=DAILY;UNTIL=20000131T140000;BYMONTH=1"),
    ("19970902T090000", "FREQ=WEEKLY;COUNT=10"),
    ("19970902T090000", "FREQ=WEEKLY;UNTIL=19971224T000000"),
    ("19970902T090000", "FREQ=WEEKLY;INTERVAL=2"),
    ("19970902T090000", "FREQ=WEEKLY;COUNT=10;BYDAY=TU,TH"),
    ("19970901T090000", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000;BYDAY=MO,WE,FR"),
    ("19970902T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;BYDAY=TU,TH"),
    ("19970905T090000", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR"),
    ("19970905T090000", "FREQ=MONTHLY;UNTIL=19971224T000000;BYDAY=1FR"),
    ("19970907T090000", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU"),
    ("19970922T090000", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO"),
    ("19970928T090000", "FREQ=MONTHLY;BYMONTHDAY=-3"),
    ("19970902T090000", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15"),
    ("19970930T090000", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1"),
    ("19970910T090000", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15"),
    ("19970902T090000", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU"),
    ("19970610T090000", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7"),
    ("19970310T090000", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3"),
    ("19970519T090000", "FREQ=YEARLY;BYDAY=20MO"),
    ("19970313T090000", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH"),
    ("19970605T090000", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8"),
    ("19980213T090000", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"),
    ("19970913T090000", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13"),
    ("19961105T090000", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8"),
    ("20070115T090000", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5"),
]


def vocabulary(text):
    """The rule in the contract's words; `until` as local time."""
    parts = dict(part.split("=") for part in text.split(";"))
    rule = {"frequency": parts["FREQ"].lower(), "interval": int(parts.get("INTERVAL", 1)), "skip": "omit"}
    if "COUNT" in parts:
        rule["count"] = int(parts["COUNT"])
    if "UNTIL" in parts:
        rule["until"] = datetime.strptime(parts["UNTIL"], "%Y%m%dT%H%M%S").isoformat()
    if "BYMONTH" in parts:
        rule["byMonth"] = [int(n) for n in parts["BYMONTH"].split(",")]
    if "BYMONTHDAY" in parts:
        rule["byMonthDay"] = [int(n) for n in parts["BYMONTHDAY"].split(",")]
    if "BYDAY" in parts:
        rule["byDay"] = [by_day(day) for day in parts["BYDAY"].split(",")]
    return rule


def by_day(text):
    day = {"day": text[-2:].lower()}
    if text[:-2]:
        day["nthOfPeriod"] = int(text[:-2])
    return day


def some(values, most):
    return ",".join(str(v) for v in random.sample(values, random.randint(1, most)))


def random_rule():
    freq = random.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = ["FREQ=" + freq, "INTERVAL=%d" % random.choice([1, 1, 2, 3, 5])]
    months = random.random() < 0.4
    if months:
        parts.append("BYMONTH=" + some(range(1, 13), 5))
    if freq != "WEEKLY" and (freq != "YEARLY" or months) and random.random() < 0.4:
        parts.append("BYMONTHDAY=" + some(list(range(1, 32)) + list(range(-31, 0)), 6))
    if random.random() < 0.5:
        nth = 5 if freq == "MONTHLY" or (freq == "YEARLY" and months) else 53
        # dateutil does not narrow an nth weekday by BYMONTHDAY.
        plain = freq in ("DAILY", "WEEKLY") or "BYMONTHDAY" in parts[-1] or random.random() < 0.3
        days = random.sample(DAYS, random.randint(1, 3))
        parts.append("BYDAY=" + ",".join(
            d if plain else "%d%s" % (random.choice([1, -1]) * random.randint(1, nth), d) for d in days))
    return ";".join(parts)


def dates(start, text, most):
    # The first occurrence is the start, also where the rule lacks it.
    first = datetime.strptime(start, "%Y%m%dT%H%M%S")
    found = islice(rrulestr("RRULE:" + text, dtstart=first), most)
    return [d.isoformat() for d in found]


def main():
    random.seed(5545)
    cases = [{"start": s, "text": t, "rule": vocabulary(t), "dates": dates(s, t, 40)} for s, t in EXAMPLES]
    while len(cases) < len(EXAMPLES) + 300:
        start = datetime(random.randint(1950, 2050), random.randint(1, 12), random.randint(1, 31) % 28 + 1, 9)
        start = start.strftime("%Y%m%dT%H%M%S")
        text = random_rule()
        found = dates(start, text, 12)
        if len(found) == 12:
            cases.append({"start": start, "text": text, "rule": vocabulary(text), "dates": found})
    print("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]")


main()
