"""Hypothesis, the same on every run: a failure here is a change in the code, never luck."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "steady",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=80,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],  # explaining takes half a minute
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")
