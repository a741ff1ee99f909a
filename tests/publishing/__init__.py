"""Tests of putting a site in place."""
