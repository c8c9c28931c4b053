"""Its figures for monitoring."""

from prometheus_client.core import GaugeMetricFamily

from tests.house.watering.plants import thirsty


def collect():
    yield GaugeMetricFamily("thirsty_plants", "Plants without water", value=thirsty().count())


CHECKS = {"plants": lambda: "dry" if thirsty().count() > 2 else "ok"}
