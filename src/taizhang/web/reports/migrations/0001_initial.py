
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ledger', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=12, verbose_name='报告期')),
                ('kind', models.CharField(max_length=20, verbose_name='文种')),
                ('catalogue', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('draft', '草稿'), ('final', '定稿'), ('issued', '已印发')], default='draft', max_length=12, verbose_name='状态')),
                ('document', models.JSONField(default=dict)),
                ('files', models.JSONField(default=dict)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='拟稿时间')),
                ('issued_at', models.DateTimeField(null=True, verbose_name='签发时间')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签发人')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='ledger.release', verbose_name='定版')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='ledger.orgunit', verbose_name='机构')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟稿人')),
            ],
            options={
                'verbose_name': '报告',
                'verbose_name_plural': '报告',
                'ordering': ('-written_at',),
            },
        ),
    ]
