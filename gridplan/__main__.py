"""`python -m gridplan`: the command line without the installed program."""

from gridplan.cli.main import start

start()
