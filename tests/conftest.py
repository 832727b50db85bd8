"""What holds for all tests."""

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("reading_of")        # so that what it asserts is told like what a test asserts

# A loaded machine fails no test: how long one example takes says nothing of the code.
settings.register_profile("taizhang", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("taizhang")
