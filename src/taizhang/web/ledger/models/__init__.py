"""What only grows: the dated tree, the observations with their sources, the audit events and the releases."""

from taizhang.web.ledger.models.events import AuditEvent
from taizhang.web.ledger.models.growing import AppendOnly, Chained, ChainHead
from taizhang.web.ledger.models.observations import Observation, ObservationQuerySet, Release, Source, SourceKind
from taizhang.web.ledger.models.units import OrgUnit, OrgUnitVersion, Succession, UnitKind

__all__ = [
    "AppendOnly", "AuditEvent", "ChainHead", "Chained", "Observation", "ObservationQuerySet", "OrgUnit",
    "OrgUnitVersion", "Release", "Source", "SourceKind", "Succession", "UnitKind",
]  # fmt: skip
