"""Two who write one task anew: nobody undoes what the other wrote, and what was reported meanwhile stays reported."""

from __future__ import annotations

import re
from datetime import date

from django.urls import reverse

from taizhang.web.accounts.models import RoleKind
from taizhang.web.supervision.models import Task
from taizhang.web.supervision.moving import take_step
from taizhang.web.supervision.reporting import report
from web.conftest import browser
from web.test_supervision import again, give, in_days, plan, task  # noqa: F401


def opened(client, task) -> dict[str, object]:  # noqa: F811
    """What the form says when somebody opens it, as it would be sent."""
    page = client.get(reverse("supervision:edit", args=[task.pk]))
    said = {name: value for name, value in page.context["form"].initial.items() if value not in (None, "", [], False)}
    return said | {"known": re.findall(r'name="known" value="(\d+)"', page.text)[0]}


def save(client, task, said):  # noqa: F811
    return client.post(reverse("supervision:edit", args=[task.pk]), said, follow=True)


def test_the_second_of_two_is_told_what_the_first_wrote_and_may_save_then(bureau, task):  # noqa: F811
    first, second = browser(bureau.supervisor), browser(bureau.person("second", RoleKind.SUPERVISOR, bureau.city))
    said, stale = opened(first, task), opened(second, task)
    save(first, task, said | {"leader": "王副局长", "co_owners": [bureau.xi.pk]})
    page = save(second, task, stale | {"title": "改造厕所32所"})
    assert page.status_code == 422
    for told in ("supervisor在", "牵头领导“王副局长”；配合单位“桐溪县教育局”", "改造厕所32所"):
        assert told in page.text
    assert (again(task).leader, again(task).title) == ("王副局长", task.title)
    assert "supervisor changed the task at" in save(browser(bureau.supervisor, "en"), task, stale).text
    known = re.findall(r'name="known" value="(\d+)"', page.text)[0]
    save(second, task, stale | {"title": "改造厕所32所", "leader": "王副局长", "known": known})
    assert (again(task).leader, again(task).title) == ("王副局长", "改造厕所32所")


def test_a_form_with_a_mistake_does_not_pass_over_what_somebody_else_wrote(bureau, task):  # noqa: F811
    client = browser(bureau.supervisor)
    said, stale = opened(client, task), opened(client, task)
    save(client, task, said | {"leader": "王副局长"})
    page = save(client, task, stale | {"target_value": "三百"})
    known = re.findall(r'name="known" value="(\d+)"', page.text)[0]
    assert save(client, task, stale | {"known": known}).status_code == 422
    assert again(task).leader == "王副局长"


def test_what_is_reported_or_measured_meanwhile_is_no_reason_to_refuse(bureau, plan):  # noqa: F811
    steps = (("招标", in_days(-10)), ("开工", in_days(10)))
    task = take_step(give(bureau, plan, "建食堂", milestones=steps), "sign", by=bureau.officer)  # noqa: F811
    client = browser(bureau.supervisor)
    said = opened(client, task)
    report(task, done="已招标", milestones=task.milestones.filter(title="招标"), by=bureau.officer)
    left = task.milestones.get(title="开工").pk
    page = save(client, task, said | {"milestones": f"{said['milestones']}\n{in_days(20)} 验收"})
    assert page.status_code == 200
    assert [(one.title, one.done_on is not None) for one in task.milestones.all()] == [
        ("招标", True), ("开工", False), ("验收", False)]  # fmt: skip
    assert task.milestones.get(title="开工").pk == left, "whoever reports just then still means this one"
    assert task.events.get(action="assign").note == "阶段节点"


def test_a_due_date_that_was_given_is_refused_at_its_field(bureau, task):  # noqa: F811
    client = browser(bureau.supervisor)
    page = save(client, task, opened(client, task) | {"due": date(2030, 1, 1), "leader": "王副局长"})
    assert list(page.context["form"].errors) == ["due"]
    assert "王副局长" in page.text
    assert Task.objects.get(pk=task.pk).leader == ""
