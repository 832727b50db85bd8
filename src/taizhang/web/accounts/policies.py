"""In which state something may be done, and what state follows. Nothing else decides that, but of records: each
register declares its own states in the catalogue, and `registers.states` reads them there.
"""

from __future__ import annotations

from taizhang.catalogue.model import Title
from taizhang.web.accounts.models import Person
from taizhang.web.action_words import THINGS, VERBS, both, choices
from taizhang.web.refusals import NotAllowed, WrongState

# thing -> state -> action -> the state that follows
TRANSITIONS: dict[str, dict[str, dict[str, str]]] = {
    "submission": {
        "awaited": {"fill": "draft"},
        "draft": {"fill": "draft", "submit": "submitted"},
        "submitted": {"check": "checked", "return": "returned", "take_back": "draft"},
        "checked": {"approve": "approved", "return": "returned"},
        "returned": {"fill": "draft"},
        "approved": {"return": "returned"},
    },
    "round": {
        "open": {
            "extend": "open", "remind": "open", "change": "open", "lock": "locked", "take_back": "taken_back",
        },
        "locked": {"extend": "locked", "remind": "locked", "change": "locked", "reopen": "open"},
        "taken_back": {},
    },
    "report": {
        "draft": {"write": "draft", "finish": "final"},
        "final": {"reopen": "draft", "issue": "issued"},
        "issued": {},
    },
    "figure": {
        "read": {"accept": "accepted", "correct": "corrected", "reject": "rejected"},
        "accepted": {"take_back": "read"},
        "corrected": {"take_back": "read"},
        "rejected": {"take_back": "read"},
    },
    "finding": {
        "open": {"confirm": "accepted", "dismiss": "dismissed"},
        "accepted": {"reopen": "open"},
        "dismissed": {"reopen": "open"},
    },
    "task": {
        "awaiting": {"sign": "active", "assign": "awaiting", "suspend": "suspended", "carry": "suspended"},
        "active": {
            "report": "active", "apply": "closing", "extend": "active", "assign": "active", "keep": "long_standing",
            "suspend": "suspended", "carry": "suspended",
        },
        "closing": {"close": "closed", "send_back": "sent_back"},
        "sent_back": {
            "report": "sent_back", "apply": "closing", "extend": "sent_back", "assign": "sent_back",
            "suspend": "suspended", "carry": "suspended",
        },
        "closed": {"reopen": "active"},
        "long_standing": {
            "report": "long_standing", "assign": "long_standing", "apply": "closing", "carry": "suspended",
        },
        "suspended": {"reopen": "active"},
    },
}

# what takes a second person: nobody does these to what they sent themselves
SECOND_PERSON: dict[str, set[str]] = {
    "submission": {"check", "approve"}, "report": {"issue"}, "task": {"close", "extend"}, "figure": set(),
    "finding": set(), "round": set(), "record": {"approve", "return"},
}
# what only the sender does: everybody else sends it back, and says why
SENDER: dict[str, set[str]] = {"submission": {"take_back"}}


def following(thing: str, state: str, action: str) -> str | None:
    """The state after the action, or None where the state forbids it."""
    return TRANSITIONS[thing][state].get(action)


def check_following(thing: str, state: str, action: str) -> str:
    """The state after the action. Raises WrongState, naming the states in which it may be done."""
    if (then := following(thing, state, action)) is None:
        raise WrongState.because("web-wrong-state", str(THINGS[thing]), **_told(thing, state, action))
    return then


def _told(thing: str, state: str, action: str) -> dict[str, Title]:
    named, allowed = choices(thing, "state"), [one for one, ways in TRANSITIONS[thing].items() if action in ways]
    return {
        "state": both(lambda: named[state]), "action": both(lambda: VERBS[action]),
        "allowed": both(lambda: " / ".join(str(named[one]) for one in allowed)),
    }  # fmt: skip


def second_person(thing: str, action: str, *, author: Person | None, by: Person) -> bool:
    """Whether `by` may do the action although, or because, `author` sent it."""
    if action in SENDER.get(thing, ()):
        return author == by
    return action not in SECOND_PERSON[thing] or author != by


def check_second_person(thing: str, action: str, *, author: Person | None, by: Person) -> None:
    """Raises NotAllowed where the action takes a second person and `by` is the author, or takes the author."""
    if not second_person(thing, action, author=author, by=by):
        said, code = both(lambda: VERBS[action]), "web-second-person" if author == by else "web-sender-only"
        raise NotAllowed.because(code, str(THINGS[thing]), person=by.name, action=said)


def diagram(thing: str) -> str:
    """The states as a Mermaid diagram, for the documents."""
    ways = [(state, then, action) for state, actions in TRANSITIONS[thing].items() for action, then in actions.items()]
    return "\n".join(["stateDiagram-v2", *(f"  {state} --> {then}: {action}" for state, then, action in ways)])
