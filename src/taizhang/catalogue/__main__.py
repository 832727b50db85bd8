"""`python -m taizhang.catalogue`: the catalogue's commands by themselves."""

from taizhang.catalogue.commands import app

app()
