"""What is measured: domains, indicators, forms, registers, rules, standards and what reports say of them.

`load()` gives the shipped catalogue, `load(folder)` with a bureau's own folder laid over it.
"""

from taizhang.catalogue.loading import SHIPPED, load, read
from taizhang.catalogue.model import Catalogue, Indicator
from taizhang.catalogue.problems import CatalogueError, Problem

__all__ = ["SHIPPED", "Catalogue", "CatalogueError", "Indicator", "Problem", "load", "read"]
