"""Supervision (督查督办) below the site: what was promised, how it stands on a day and why, how it will end.

`model` is what everything else speaks of. `lights` says the light of a task and why; `forecast` where it ends at
this pace; `projects` the same for building projects. Nothing here knows the site or its database.
"""
