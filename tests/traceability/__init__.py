"""Tests of digests, of the trace from items to their sources, and of checklists as they are used."""
