"""Tests of the JSON for other programs."""
