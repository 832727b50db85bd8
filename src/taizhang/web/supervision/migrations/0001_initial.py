import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import taizhang.web.ledger.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ledger', '0002_only_grows'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '日历订阅',
                'verbose_name_plural': '日历订阅',
            },
        ),
        migrations.CreateModel(
            name='LightRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('overlay', models.TextField(blank=True, verbose_name='亮灯规则')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.orgunit', verbose_name='机构')),
            ],
            options={
                'verbose_name': '亮灯规则',
                'verbose_name_plural': '亮灯规则',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=12, verbose_name='报告期')),
                ('title', models.CharField(max_length=200, verbose_name='计划名称')),
                ('source', models.CharField(choices=[('document', '文件'), ('meeting', '会议'), ('instruction', '批示'), ('report', '印发的报告'), ('paper', '上传的报告')], default='document', max_length=12, verbose_name='任务来源')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='来源名称或文号')),
                ('origin', models.CharField(blank=True, max_length=60)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='制定时间')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='制定人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='ledger.orgunit', verbose_name='机构')),
            ],
            options={
                'verbose_name': '工作计划',
                'verbose_name_plural': '工作计划',
                'ordering': ('-period', '-made_at'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('origin', ''), _negated=True), fields=('origin',), name='one_plan_of_an_origin')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='序号')),
                ('title', models.CharField(max_length=200, verbose_name='任务')),
                ('what', models.TextField(blank=True, verbose_name='任务内容')),
                ('domain', models.CharField(blank=True, max_length=60, verbose_name='业务领域')),
                ('leader', models.CharField(blank=True, max_length=80, verbose_name='牵头领导')),
                ('responsible', models.CharField(blank=True, max_length=80, verbose_name='责任人')),
                ('contact', models.CharField(blank=True, max_length=80, verbose_name='联系人')),
                ('assigned_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='交办日期')),
                ('due', models.DateField(blank=True, null=True, verbose_name='完成时限')),
                ('extended_to', models.DateField(null=True, verbose_name='延期至')),
                ('state', models.CharField(choices=[('awaiting', '待签收'), ('active', '推进中'), ('closing', '申请销号'), ('sent_back', '退回补办'), ('closed', '已销号'), ('long_standing', '长期坚持'), ('suspended', '中止')], default='awaiting', max_length=16, verbose_name='状态')),
                ('closed_on', models.DateField(null=True, verbose_name='销号日期')),
                ('target_indicator', models.CharField(blank=True, max_length=120, verbose_name='量化指标')),
                ('target_value', taizhang.web.ledger.fields.ExactDecimalField(blank=True, max_length=40, null=True, verbose_name='目标值')),
                ('target_unit', models.CharField(blank=True, max_length=20, verbose_name='计量单位')),
                ('target_by', models.DateField(blank=True, null=True, verbose_name='达标时限')),
                ('target_lower', models.BooleanField(default=False, verbose_name='降到目标值以下')),
                ('baseline', taizhang.web.ledger.fields.ExactDecimalField(blank=True, max_length=40, null=True, verbose_name='起始值')),
                ('source_text', models.TextField(blank=True, verbose_name='原句')),
                ('project', models.CharField(blank=True, max_length=40, verbose_name='项目编号')),
                ('origin', models.CharField(blank=True, max_length=80)),
                ('note', models.TextField(blank=True, verbose_name='备注')),
                ('version', models.PositiveIntegerField(default=0)),
                ('carried_from', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_to', to='supervision.task')),
                ('co_owners', models.ManyToManyField(blank=True, related_name='+', to='ledger.orgunit', verbose_name='配合单位')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='ledger.orgunit', verbose_name='责任单位')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='supervision.plan', verbose_name='工作计划')),
                ('target_at', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.orgunit', verbose_name='计量机构')),
            ],
            options={
                'verbose_name': '督办事项',
                'verbose_name_plural': '督办事项',
                'ordering': ('plan', 'number'),
                'indexes': [models.Index(fields=['state', 'due'], name='task_state_due')],
                'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='one_task_number'), models.UniqueConstraint(condition=models.Q(('origin', ''), _negated=True), fields=('origin',), name='one_task_of_an_origin'), models.CheckConstraint(condition=models.Q(('extended_to', None), ('extended_to__gt', models.F('due')), _connector='OR'), name='an_extension_is_later')],
            },
        ),
        migrations.CreateModel(
            name='ProgressEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(default=django.utils.timezone.localdate, verbose_name='截至日期')),
                ('done', models.TextField(verbose_name='工作进展')),
                ('share', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='完成率（%）')),
                ('value', taizhang.web.ledger.fields.ExactDecimalField(blank=True, max_length=40, null=True, verbose_name='指标数值')),
                ('problem', models.TextField(blank=True, verbose_name='存在问题')),
                ('next_step', models.TextField(blank=True, verbose_name='下步措施')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='填报时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填报人')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='supervision.task')),
            ],
            options={
                'verbose_name': '进展',
                'verbose_name_plural': '进展',
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('share', None), ('share__lte', 100), _connector='OR'), name='share_in_per_cent')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField(verbose_name='字节')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='supervision.progressentry')),
            ],
            options={
                'verbose_name': '佐证材料',
                'verbose_name_plural': '佐证材料',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='TaskLight',
            fields=[
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='light', serialize=False, to='supervision.task')),
                ('on', models.DateField()),
                ('version', models.PositiveIntegerField()),
                ('light', models.CharField(max_length=8, verbose_name='亮灯')),
                ('badness', models.PositiveSmallIntegerField()),
                ('zh', models.TextField()),
                ('en', models.TextField()),
                ('done', models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                ('slip_days', models.IntegerField(null=True)),
            ],
            options={
                'verbose_name': '亮灯',
                'verbose_name_plural': '亮灯',
                'indexes': [models.Index(fields=['light'], name='task_light')],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='阶段节点')),
                ('due', models.DateField(verbose_name='节点时限')),
                ('done_on', models.DateField(null=True, verbose_name='完成日期')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='supervision.task')),
            ],
            options={
                'verbose_name': '阶段节点',
                'verbose_name_plural': '阶段节点',
                'ordering': ('due', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Measurement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='截至日期')),
                ('value', taizhang.web.ledger.fields.ExactDecimalField(max_length=40, verbose_name='数值')),
                ('ledger', models.BigIntegerField()),
                ('evidence', models.JSONField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='计量时间')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measurements', to='supervision.task')),
            ],
            options={
                'verbose_name': '指标计量',
                'verbose_name_plural': '指标计量',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.DateField(verbose_name='原时限')),
                ('to', models.DateField(verbose_name='申请延至')),
                ('reason', models.TextField(verbose_name='理由')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='申请时间')),
                ('granted', models.BooleanField(null=True, verbose_name='同意')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='审批时间')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审批人')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='supervision.task')),
            ],
            options={
                'verbose_name': '延期',
                'verbose_name_plural': '延期',
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('to__gt', models.F('before'))), name='asked_for_a_later_day'), models.UniqueConstraint(condition=models.Q(('granted', None)), fields=('task',), name='one_question_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='TaskEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('assign', '修改事项'), ('sign', '签收'), ('report', '报进展'), ('apply', '申请销号'), ('close', '核验销号'), ('send_back', '退回补办'), ('extend', '审批延期'), ('keep', '转为长期坚持'), ('suspend', '中止'), ('carry', '结转'), ('reopen', '重新办理')], max_length=20, verbose_name='操作')),
                ('before', models.CharField(choices=[('awaiting', '待签收'), ('active', '推进中'), ('closing', '申请销号'), ('sent_back', '退回补办'), ('closed', '已销号'), ('long_standing', '长期坚持'), ('suspended', '中止')], max_length=16)),
                ('after', models.CharField(choices=[('awaiting', '待签收'), ('active', '推进中'), ('closing', '申请销号'), ('sent_back', '退回补办'), ('closed', '已销号'), ('long_standing', '长期坚持'), ('suspended', '中止')], max_length=16)),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='supervision.task')),
            ],
            options={
                'verbose_name': '办理过程',
                'verbose_name_plural': '办理过程',
                'ordering': ('id',),
            },
        ),
    ]
