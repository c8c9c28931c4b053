"""Where reports go first, as administrators define and try it."""

from tests.settings_pages.sending import send
from tickets.models import RoutingRule


def test_one_rule_a_school_and_category_and_a_try(sign_in, adam, deich, beamers, vera, tom):
    client = sign_in(adam)
    typed = {"school": deich.pk, "category": beamers.pk, "level": 2}
    ask = f"/settings/routing/?try=1&school={deich.pk}&category={beamers.pk}&role="
    assert "Vera" in client.get(ask + "teacher").content.decode()
    assert [send(client, "/settings/routing/new/", **typed)[0] for _n in "ab"] == [303, 200]
    assert RoutingRule.objects.count() == 1
    heard = [client.get(ask + role).content.decode() for role in ("teacher", "", "support")]
    assert [("Tom" in page, "Vera" in page) for page in heard] == [(True, False)] * 3
    assert client.get("/settings/routing/?try=1&school=999&role=x").status_code == 200
