"""Tests of policysite.outputs.reports."""
