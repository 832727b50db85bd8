"""The workbooks in the order in which they arrive, made and read on the other cores while this one stores them."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context

from django.utils import timezone

from taizhang.demo.city import City
from taizhang.demo.workbooks import Parcel, read
from taizhang.workbooks.take_in import TakenIn

AHEAD = 400  # so many that the other cores have work while what came in is reviewed, few enough to hold


@dataclass(frozen=True, slots=True)
class Arrived:
    """A parcel, its workbook, and what is in it."""

    parcel: Parcel
    data: bytes
    taken: TakenIn


@contextmanager
def arriving(parcels: Iterable[Parcel], city: City) -> Iterator[Iterator[Arrived]]:
    """Gives the workbooks of the parcels, in their order. The first are begun at once, before any is asked for."""
    waiting, today = iter(parcels), timezone.localdate()
    workers = max(1, (os.cpu_count() or 2) - 1)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:

        def begun(parcel: Parcel) -> tuple[Parcel, Future[tuple[bytes, TakenIn]]]:
            return parcel, pool.submit(read, parcel, city.seed, city.scale, today)

        def in_order() -> Iterator[Arrived]:
            while ahead:
                parcel, made = ahead.popleft()
                yield Arrived(parcel, *made.result())
                ahead.extend(map(begun, islice(waiting, 1)))

        ahead = deque(map(begun, islice(waiting, AHEAD)))
        yield in_order()
