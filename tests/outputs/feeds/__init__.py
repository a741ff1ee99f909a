"""Tests of calendars and the feed."""
