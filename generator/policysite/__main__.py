"""`python -m policysite` is the command."""

from .cli import main

main()
