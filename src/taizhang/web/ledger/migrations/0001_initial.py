
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import taizhang.web.ledger.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChainHead',
            fields=[
                ('chain', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('length', models.BigIntegerField(default=0)),
                ('hash', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='OrgUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9_.-]+$')], verbose_name='代码')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('kind', models.CharField(choices=[('city', '市级'), ('county', '县区'), ('section', '科室'), ('township', '乡镇'), ('school', '学校'), ('kindergarten', '幼儿园')], max_length=20, verbose_name='类别')),
                ('path', models.CharField(db_index=True, editable=False, max_length=250)),
                ('opened', models.DateField(verbose_name='成立日期')),
                ('closed', models.DateField(blank=True, null=True, verbose_name='撤销日期')),
            ],
            options={
                'verbose_name': '机构',
                'verbose_name_plural': '机构',
                'ordering': ('path',),
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('cell', '单元格'), ('records', '台账记录'), ('sentence', '报告原句'), ('formula', '计算'), ('correction', '更正')], max_length=20, verbose_name='类别')),
                ('submission', models.CharField(blank=True, max_length=40, verbose_name='报送')),
                ('file', models.CharField(blank=True, max_length=200, verbose_name='文件')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('sheet', models.CharField(blank=True, max_length=80, verbose_name='工作表')),
                ('cell', models.CharField(blank=True, max_length=20, verbose_name='单元格')),
                ('text', models.TextField(blank=True, verbose_name='原文')),
                ('reported_by', models.CharField(blank=True, max_length=80, verbose_name='填报人')),
                ('reported_at', models.DateTimeField(null=True, verbose_name='填报时间')),
                ('approved_by', models.CharField(blank=True, max_length=80, verbose_name='审核人')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='审核时间')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
            ],
            options={
                'verbose_name': '来源',
                'verbose_name_plural': '来源',
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('prev_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('person', models.CharField(max_length=80, verbose_name='人员')),
                ('address', models.CharField(blank=True, max_length=64, verbose_name='地址')),
                ('action', models.CharField(max_length=40, verbose_name='操作')),
                ('object_type', models.CharField(max_length=40, verbose_name='对象类别')),
                ('object_id', models.CharField(max_length=80, verbose_name='对象')),
                ('detail', models.JSONField(default=dict, verbose_name='详情')),
            ],
            options={
                'verbose_name': '审计记录',
                'verbose_name_plural': '审计记录',
                'ordering': ('id',),
                'indexes': [models.Index(fields=['object_type', 'object_id'], name='audit_object')],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True, verbose_name='名称')),
                ('period', models.CharField(max_length=12, verbose_name='报告期')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='定版时间')),
                ('digest', models.CharField(max_length=64)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='定版人')),
            ],
            options={
                'verbose_name': '定版',
                'verbose_name_plural': '定版',
                'ordering': ('-made_at',),
            },
        ),
        migrations.CreateModel(
            name='OrgUnitVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('city', '市级'), ('county', '县区'), ('section', '科室'), ('township', '乡镇'), ('school', '学校'), ('kindergarten', '幼儿园')], max_length=20)),
                ('stages', models.JSONField(default=list)),
                ('area', models.CharField(blank=True, max_length=20)),
                ('ownership', models.CharField(blank=True, max_length=20)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.orgunit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='ledger.orgunit')),
            ],
            options={
                'verbose_name': '机构沿革',
                'verbose_name_plural': '机构沿革',
                'constraints': [models.UniqueConstraint(fields=('unit', 'since'), name='one_version_a_day'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='version_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('prev_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('indicator', models.CharField(max_length=120, verbose_name='指标')),
                ('period', models.CharField(max_length=12, verbose_name='报告期')),
                ('period_end', models.DateField()),
                ('dims', models.JSONField(default=dict, verbose_name='分组')),
                ('split', models.CharField(blank=True, max_length=250)),
                ('value', taizhang.web.ledger.fields.ExactDecimalField(max_length=40, null=True, verbose_name='数值')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='录入时间')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='ledger.observation')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='ledger.orgunit', verbose_name='机构')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='ledger.source', verbose_name='来源')),
            ],
            options={
                'verbose_name': '数据',
                'verbose_name_plural': '数据',
                'ordering': ('id',),
                'indexes': [models.Index(fields=['unit', 'period', 'indicator', 'split'], name='observation_key'), models.Index(fields=['indicator', 'period'], name='observation_indicator'), models.Index(fields=['period_end'], name='observation_end')],
            },
        ),
    ]
