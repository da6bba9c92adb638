"""The commands of `manage.py`, one module a group. Each adds its parsers and runs on an open store, here or in the
serving process; all of them raise on refusal, and `manage.run` says why."""
