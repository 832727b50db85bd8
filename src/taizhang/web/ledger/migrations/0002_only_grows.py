"""The chains begin, and from here on the database refuses to change or remove what is in them."""

from django.db import migrations

from taizhang.web.ledger import append_only


def begin_chains(apps, schema_editor):
    heads = apps.get_model("ledger", "ChainHead").objects
    for chain in ("auditevent", "observation"):
        heads.get_or_create(chain=chain, defaults={"hash": "0" * 64})


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunPython(begin_chains, migrations.RunPython.noop),
        migrations.RunPython(
            lambda apps, schema: append_only.install(schema), lambda apps, schema: append_only.remove(schema)
        ),
    ]
