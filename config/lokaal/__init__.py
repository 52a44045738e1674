"""./demo and ./test on one machine with nothing but Python.

`basis`, `processen` and `omgeving` run before the .venv stands: they use the standard library only.
"""
