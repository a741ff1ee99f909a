"""Tests of reading the sources."""
