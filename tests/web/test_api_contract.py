"""Whatever a program sends, the API answers as it has documented, and never with an error of its own."""

from __future__ import annotations

import json

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings

from taizhang.web.accounts.actions import make_key
from taizhang.web.accounts.models import RoleKind, Scope
from taizhang.web.api import api

DOCUMENTED = json.loads(json.dumps(api.get_openapi_schema()))
OPERATIONS = [(method.upper(), path) for path, methods in DOCUMENTED["paths"].items() for method in methods]


@pytest.fixture(scope="module")
def schema():
    """The API by its own documentation. Loaded only here: the library takes seconds."""
    import schemathesis

    documented = schemathesis.openapi.from_dict(DOCUMENTED)
    documented.app = get_wsgi_application()
    return documented


@pytest.fixture(autouse=True)
def _one_connection():
    """A request must not close the connection in whose transaction the test stands."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=map(" ".join, OPERATIONS))
def test_every_operation_answers_as_documented(method, path, schema, bureau):
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import response_schema_conformance

    bureau.observe("student_aid.recipients", "12", stage="primary")
    bureau.observe("student_aid.fund", None)
    for kind in (RoleKind.AUDITOR, RoleKind.ADMINISTRATOR):
        bureau.give(bureau.officer, kind, bureau.city)  # may see all that the API tells
    key = make_key(name="测试", scopes=list(Scope), by=bureau.officer)

    @settings(max_examples=15, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(case=schema[path][method].as_strategy())
    def answers(case) -> None:
        response = case.call(headers={"Authorization": f"Bearer {key}"})
        assert response.status_code not in (401, 403) or case.method == "POST"
        case.validate_response(response, checks=[not_a_server_error, response_schema_conformance])

    answers()


def test_people_the_tree_and_the_audit_log_are_documented():
    documented = {" ".join(operation) for operation in OPERATIONS}
    assert {"GET /api/people", "GET /api/units", "GET /api/audit-events", "GET /api/audit-events.csv"} <= documented
