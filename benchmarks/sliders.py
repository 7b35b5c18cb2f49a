"""How long a slider waits: the page's questions over loopback, end to end.

usage: sliders.py URL  ->  Markdown rows, medians of 41
"""
import http.client
import json
import statistics
import sys
import time
from urllib.parse import urlparse

RUNS = 41
AIM_MS = 50       # while something is dragged
AT_REST_MS = 200  # asked once hands are off


def ask(connection, path, body):
    begun = time.perf_counter()
    connection.request("POST", path, json.dumps(body),
                       {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    ms = (time.perf_counter() - begun) * 1000
    if answer.status != 200:
        sys.exit(f"sliders.py: {path}: {answer.status} {text[:200]!r}")
    return ms


def day(minutes, evening="about"):
    """A day at a desk whose bedtime moves by some minutes."""
    bed = f"{(22 * 60 + minutes) // 60:02}:{minutes % 60:02}"
    rows = [("07:00", "08:00", "about"), ("08:00", "12:00", "sitting"),
            ("12:00", "13:00", "about"), ("13:00", "17:00", "sitting"),
            ("17:00", "17:30", evening), ("17:30", "20:00", "about"),
            ("20:00", bed, "slouched"),
            (bed, "07:00", "lying")]
    return [{"from": a, "to": b, "what": what} for a, b, what in rows]


def row(what, times, aim_ms=AIM_MS):
    ms = statistics.median(times)
    print(f"| {what} | {ms:.1f} ms | {aim_ms} ms | "
          f"{'met' if ms <= aim_ms else 'missed'} |")


where = urlparse(sys.argv[1])
line = http.client.HTTPConnection(where.hostname, where.port, timeout=20)
LOAD, DAY = "/api/v1/load", "/api/v1/day"
ask(line, LOAD, {"scene": "stand", "carry_kg": 1})  # the first one stands up
row("a slider of a load, `POST /api/v1/load` (median of 41)",
    [ask(line, LOAD, {"scene": "stand", "carry_kg": n / 2})
     for n in range(RUNS)])
row("a boundary of the day, `POST /api/v1/day` (median of 41)",
    [ask(line, DAY, {"rows": day(5 * (n % 12))}) for n in range(RUNS)])
row("the same with today's session in it",
    [ask(line, DAY, {"rows": day(5 * (n % 12), "session")})
     for n in range(RUNS)])
row("the same with its range and four changes, at rest",
    [ask(line, DAY, {"rows": day(5 * (n % 12)), "compare": True})
     for n in range(9)], AT_REST_MS)
