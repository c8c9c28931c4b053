"""A code that was never issued, a revoked one and a blank one take the same time: nobody learns by
the clock which labels there are."""

from statistics import median
from time import perf_counter

import pytest
from django.utils import timezone

from assets.labels.codes import new_code
from assets.models import Label
from tests.conftest import make_label

pytestmark = [pytest.mark.prove, pytest.mark.django_db]
ROUNDS, MOST = 500, 0.005


def test_codes_that_lead_nowhere_take_the_same_time(client, beamer):
    revoked = make_label(beamer)
    Label.objects.filter(pk=revoked.pk).update(revoked_at=timezone.now())
    blank = Label.objects.create(code=new_code())
    times = {"revoked": [], "blank": [], "unknown": []}
    for _round in range(ROUNDS):
        for name, code in (
            ("revoked", revoked.code),
            ("blank", blank.code),
            ("unknown", new_code()),
        ):
            began = perf_counter()
            client.get(f"/q/{code}")
            times[name].append(perf_counter() - began)
    middle = [median(spent) for spent in times.values()]
    assert max(middle) - min(middle) < MOST
