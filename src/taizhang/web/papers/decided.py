"""What was decided already: who comes second is told by whom and when."""

from __future__ import annotations

from django.utils.timezone import localtime

from taizhang.web.accounts import policies
from taizhang.web.action_words import both
from taizhang.web.papers.models import Figure, PaperFinding
from taizhang.web.refusals import WrongState


def check_open(thing: Figure | PaperFinding, action: str) -> str:
    """The state after an action on a figure or a finding. Raises WrongState, naming who decided on it and when."""
    kind = "figure" if isinstance(thing, Figure) else "finding"
    if thing.decided_by is None or policies.following(kind, thing.state, action):
        return policies.check_following(kind, thing.state, action)
    told = {"quote": str(thing), "state": both(thing.get_state_display), "person": thing.decided_by.name}
    raise WrongState.because("paper-decided", str(thing), at=f"{localtime(thing.decided_at):%F %H:%M}", **told)
