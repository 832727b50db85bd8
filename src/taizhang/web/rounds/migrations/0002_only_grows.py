"""From here on the database refuses to change or remove what was done with a round."""

from django.db import migrations

from taizhang.web.ledger import append_only


class Migration(migrations.Migration):
    dependencies = [("rounds", "0001_initial"), ("ledger", "0002_only_grows")]
    operations = [
        migrations.RunPython(lambda apps, schema: append_only.install(schema), migrations.RunPython.noop),
    ]
