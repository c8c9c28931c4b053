"""The API against its own schema: whatever is sent, it answers as it says, and never with 5xx."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.tokens import make_token
from itsm.wsgi import application

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
BOUNDED = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def things(things, running):
    """Besides, a case that is lent."""
    things.cases, things.loans = running.case_id, running.pk
    return things


@pytest.mark.parametrize("examples", [2, pytest.param(10, marks=pytest.mark.prove)])
@pytest.mark.parametrize("who", ["adam", "anna"])
def test_the_api_answers_as_its_schema_says(things, request, who, examples):
    person = request.getfixturevalue(who)
    token = make_token(person, by=person, name="test")
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application, headers=headers)
    operations = [operation.ok() for operation in schema.get_all_operations()]
    assert len(operations) > 50
    for operation in operations:
        _try(operation, headers, getattr(things, operation.path.split("/")[3], 1), examples)


def _try(operation, headers, there, examples):
    """What somebody might send to something that is there."""

    @settings(BOUNDED, max_examples=examples)
    @given(case=operation.as_strategy())
    def one(case):
        case.path_parameters = dict.fromkeys(case.path_parameters or {}, there)
        case.call_and_validate(headers=headers, checks=CHECKS)

    one()
