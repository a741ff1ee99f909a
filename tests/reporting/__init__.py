"""Tests of generator.reporting."""
