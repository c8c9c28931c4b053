"""The program as a county runs it, with one more view to compare with, and a query counter."""

from itsm.settings import *  # noqa: F403
from itsm.settings import MIDDLEWARE as HOUSE

ROOT_URLCONF = "tests.bench.base"
MIDDLEWARE = ["tests.bench.base.count_queries", *HOUSE]
