"""What `taizhang registers` does. Prints what it has to say and returns the exit status: 0, or 2 where refused."""

from __future__ import annotations

import sys

from taizhang.web.refusals import Refused
from taizhang.web.server import on_site


@on_site()
def expire(username: str, *, clears: bool) -> int:
    """List the confidential records whose time is over; with `clears`, clear them in the name of `username`."""
    from django.utils import timezone

    from taizhang.web.accounts.models import Person
    from taizhang.web.registers import expiring

    found = expiring.due(timezone.localdate())
    for one in found:
        print("{}：在册 {live}，报送 {sent}，文件 {files}，文字 {texts}".format(one.register.title, **one.counts))
    if not found:
        print("没有到期的记录。 Nothing is due.")
    if not clears:
        return 0
    try:
        for one in found:
            expiring.expire(one, by=Person.objects.get(username=username, is_active=True))
    except (Refused, Person.DoesNotExist) as error:
        print(error, file=sys.stderr)
        return 2
    print("已清除。 Cleared.")
    return 0
