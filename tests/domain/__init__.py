"""Tests of what documents, roles, dates and states are."""
