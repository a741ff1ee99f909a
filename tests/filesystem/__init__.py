"""Tests of writing and locking files."""
