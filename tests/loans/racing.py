"""Many who want the same cases at the same moment: real processes, real connections.

Run as a program it is one process with some clients; `race` starts them all and adds up.
"""

import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from contextlib import closing
from datetime import date, timedelta

FIRST, RACE = date(2027, 8, 1), "race.sqlite3"
PROMISED = "SELECT count(*) FROM loans_loan WHERE state = 'approved'"
OVERLAPS = """SELECT count(*) FROM loans_loan one JOIN loans_loan two
    ON one.case_id = two.case_id AND one.id < two.id
    AND one.start < two."end" AND two.start < one."end"
    WHERE one.state = 'approved' AND two.state = 'approved'"""


def database_url(connection, folder) -> str:
    """The test's own database; one in memory is written into a file first, as others see none."""
    if connection.vendor == "postgresql":
        known = connection.settings_dict
        return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**known)
    path = folder / RACE
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    return f"sqlite:///{path}"


def outcome(connection, folder) -> tuple[int, int]:
    """How many loans are promised afterwards, and how many pairs of them overlap."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            return tuple(cursor.execute(sql).fetchone()[0] for sql in (PROMISED, OVERLAPS))
    with closing(sqlite3.connect(folder / RACE)) as copy:
        return tuple(copy.execute(sql).fetchone()[0] for sql in (PROMISED, OVERLAPS))


def applications(cases, schools, by) -> list[list[int]]:
    """Each school has applied for each case, all of them for days that overlap; by client."""
    from django.utils import timezone

    from loans.models import Loan

    now, dice = timezone.now(), random.Random(7)
    by_client = []
    for school in schools:
        loans = []
        for case in cases:
            start = FIRST + timedelta(days=dice.randrange(60))
            loans.append(
                Loan(
                    school=school,
                    case=case,
                    category=case.category,
                    state="submitted",
                    start=start,
                    end=start + timedelta(days=200),
                    purpose="x",
                    responsible="x",
                    opened_by=by,
                    created_at=now,
                    updated_at=now,
                    submitted_at=now,
                )
            )
        made = Loan.objects.bulk_create(loans, batch_size=500)
        by_client.append([loan.pk for loan in made])
    return by_client


def race(url, person, by_client, processes=4) -> Counter:
    """Every client goes through its applications in an order of its own; what each was told."""
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "SECRET_KEY": "for races only, " * 3,
        "DJANGO_SETTINGS_MODULE": "itsm.settings",
        "ITSM_DEMO": "0",
    }
    runners = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.loans.racing"],
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _n in range(processes)
    ]
    for number, runner in enumerate(runners):
        runner.stdin.write(json.dumps([person.pk, by_client[number::processes]]))
        runner.stdin.close()
    told = Counter()
    for runner in runners:
        told.update(json.loads(runner.stdout.read()))
        runner.stdout.close()
        assert runner.wait(60) == 0
    return told


def _client(person, numbers, told):
    from django.db import connection

    from itsm.workflow import StepRefused
    from loans import workflow
    from loans.models import Loan

    random.Random(numbers[0]).shuffle(numbers)
    for number in numbers:
        try:
            workflow.approve(Loan.objects.get(pk=number), by=person)
            told["promised"] += 1
        except StepRefused:
            told["refused"] += 1
        except Exception as error:
            told[f"{type(error).__name__}: {error}"[:200]] += 1
    connection.close()


def main():
    import django

    django.setup()
    from itsm.people.models import User

    pk, by_client = json.loads(sys.stdin.read())
    person, told = User.objects.get(pk=pk), [Counter() for _client in by_client]
    pairs = zip(by_client, told, strict=True)
    clients = [threading.Thread(target=_client, args=(person, *pair)) for pair in pairs]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    print(json.dumps(sum(told, Counter())))


if __name__ == "__main__":
    main()
