"""Tests of records of use."""
