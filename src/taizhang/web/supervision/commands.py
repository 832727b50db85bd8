"""What `taizhang remind` does: for a timer that runs before the office opens."""

from __future__ import annotations

from taizhang.web.server import on_site


@on_site()
def remind() -> int:
    """Work out every light of today, and print whom to remind of how much: overdue, due soon, red."""
    from django.db.models import Count, Q
    from django.utils import timezone

    from taizhang.web.ledger.models import OrgUnit
    from taizhang.web.ledger.today import catch_up
    from taizhang.web.supervision.lights import lit
    from taizhang.web.supervision.models import ENDED, Task
    from taizhang.web.supervision.owners import names_apart
    from taizhang.web.supervision.queries import ENDS, SOON, overdue

    today = timezone.localdate()
    catch_up(today)
    open_ = lit(Task.objects.exclude(state__in=ENDED))
    rows = open_.annotate(ends_on=ENDS).order_by().values("owner__code")
    found = rows.annotate(
        late=Count("pk", filter=Q(pk__in=overdue(open_).values("pk"))),
        soon=Count("pk", filter=Q(ends_on__gte=today, ends_on__lte=today + SOON)),
        red=Count("pk", filter=Q(light__light="red")),
    ).filter(Q(late__gt=0) | Q(soon__gt=0) | Q(red__gt=0)).order_by("-late", "-red", "-soon")  # fmt: skip
    names = names_apart(OrgUnit.objects.filter(code__in=[row["owner__code"] for row in found]))
    for row in found:
        told = (("逾期 overdue", "late"), ("两周内到期 due soon", "soon"), ("红灯 red", "red"))
        print(f"{names[row['owner__code']]}：{'，'.join(f'{words} {row[count]}' for words, count in told)}")
    return 0
