"""What holds for all tests."""

from hypothesis import HealthCheck, settings

# A loaded machine fails no test: how long one example takes says nothing of the code.
settings.register_profile("taizhang", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("taizhang")
