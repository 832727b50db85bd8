"""The one small language of the catalogue: parsed once, checked at load, run by two back ends."""
