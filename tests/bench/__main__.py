"""`make bench`: medians of five interleaved runs, as ratios to a view with one query and 5 KB."""

import json
import os
import subprocess
import sys
from itertools import cycle
from statistics import median

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
# Where DATABASE_URL names the server, nothing else of a county has to be said.
os.environ.setdefault("SECRET_KEY", "for the bench only, " * 3)

from tests import services
from tests.assets.labels.bench import seconds_for_labels
from tests.bench.database import BIG, SMALL, environment, prepare
from tests.bench.server import hidden_fields, running

RUNS, TIMES, POSTS, WARM = 5, 15, 8, 100
BASE = "one query, 5 KB"
LIMITS = {
    "scan page": 5,
    "report sent": 10,
    "device page, 200 lines": 8,
    "tickets, first page": 12,
    "tickets, filtered": 12,
    "tickets, searched": 12,
    "tree node with counts": 8,
}
ANONYMOUS = {BASE, "scan page"}
GROWTH, QUERIES, HTML, LABELS = 1.5, 12, 60_000, 15


class Authority:
    """One of the two databases behind its server, and what was measured there so far."""

    def __init__(self, client, known):
        self.client, self.cookie = client, known["cookie"]
        self.codes = cycle(known["codes"])
        self.pages = {BASE: "/bench/base/", **known["pages"]}
        self.ms = {name: [] for name in [*self.pages, "report sent"]}
        self.queries, self.bytes = {}, {}

    def warm_up(self):
        """As long as it takes until each worker's connections have planned what they are asked:
        a server is measured as it runs all day, not in its first minute."""
        for _ in range(WARM):
            for name, path in self.pages.items():
                self.client.ask(path, "" if name in ANONYMOUS else self.cookie)
        for _ in range(WARM // 2):
            self._report(next(self.codes))

    def run(self):
        """Once through all pages."""
        for name in self.pages:
            cookie = "" if name in ANONYMOUS else self.cookie
            self._page(name, self.pages[name], cookie)
        self._reports()

    def _page(self, name, path, cookie):
        answers = [self.client.ask(path, cookie) for _ in range(TIMES + 2)][2:]
        wrong = {answer.status for answer in answers} - {200}
        if wrong:
            raise SystemExit(f"{name}: {path} answers {wrong}")
        self._keep(name, answers)

    def _reports(self):
        self._keep("report sent", [self._report(next(self.codes)) for _ in range(POSTS)])

    def _report(self, code):
        page = self.client.ask(f"/q/{code}")
        tile = {"tile": "", "description": "Der Bildschirm bleibt dunkel."}
        answer = self.client.ask(f"/q/{code}", page.cookies, hidden_fields(page.html) | tile)
        if answer.status != 303:
            raise SystemExit(f"/q/{code}: the report was answered with {answer.status}")
        return answer

    def _keep(self, name, answers):
        self.ms[name].append(median(answer.ms for answer in answers))
        self.queries[name] = max(answer.queries for answer in answers)
        self.bytes[name] = len(answers[-1].html.encode())

    def speed(self, name):
        return median(self.ms[name])

    def ratio(self, name):
        return median(page / base for page, base in zip(self.ms[name], self.ms[BASE], strict=True))


def know(tickets):
    """Sessions, addresses and labels of one database."""
    command = [sys.executable, "-m", "tests.bench.people"]
    done = subprocess.run(
        command, env=environment(tickets), cwd=settings.BASE_DIR, stdout=subprocess.PIPE, check=True
    )
    return json.loads(done.stdout)


def measure():
    """Both databases, in turns."""
    with running(environment(BIG)) as big, running(environment(SMALL)) as small:
        both = Authority(big, know(BIG)), Authority(small, know(SMALL))
        for authority in both:
            authority.warm_up()
        for number in range(RUNS):
            print(f"run {number + 1} of {RUNS}", flush=True)
            for authority in both:
                authority.run()
    return both


def rows(big, small):
    """What bench.json holds: a line a page, then growth, sizes and labels."""
    yield row(BASE, big.speed(BASE), big.queries[BASE], 1.0, None)
    for name, limit in LIMITS.items():
        yield row(name, big.speed(name), big.queries[name], big.ratio(name), limit)
    for name in LIMITS:
        growth = big.speed(name) / small.speed(name)
        yield row(f"5,000 to 50,000 tickets: {name}", None, None, growth, GROWTH)
    for name in LIMITS:
        if name != "report sent":
            yield row(f"KB of HTML: {name}", None, None, big.bytes[name] / 1000, HTML / 1000)
            yield row(f"queries: {name}", None, big.queries[name], big.queries[name], QUERIES)
    seconds = seconds_for_labels()
    yield row("seconds for 1,000 labels", seconds * 1000, None, seconds, LABELS)


def row(name, ms, queries, ratio, limit):
    return {
        "name": name,
        "ms": None if ms is None else round(ms, 2),
        "queries": queries,
        "ratio": round(ratio, 2),
        "limit": limit,
    }


def show(table):
    print(f"\n{'':44}{'ms':>9}{'queries':>9}{'ratio':>8}{'limit':>8}")
    for line in table:
        words = ["" if line[k] is None else line[k] for k in ("ms", "queries", "ratio", "limit")]
        over = line["limit"] is not None and line["ratio"] > line["limit"]
        print(f"{line['name']:44}{words[0]:>9}{words[1]:>9}{words[2]:>8}{words[3]:>8}{' !' * over}")


def main() -> int:
    """1 if anything is over its limit, or PostgreSQL is missing."""
    if not services.postgres_url():
        print("The bench needs PostgreSQL at 127.0.0.1:5432, or DATABASE_URL.")
        return 1
    django.setup()
    for tickets in (BIG, SMALL):
        prepare(tickets)
    table = list(rows(*measure()))
    show(table)
    (settings.VAR / "bench.json").write_text(json.dumps(table, indent=1) + "\n")
    return int(any(line["limit"] and line["ratio"] > line["limit"] for line in table))


if __name__ == "__main__":
    sys.exit(main())
