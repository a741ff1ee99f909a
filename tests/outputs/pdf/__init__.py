"""Tests of checklists for paper."""
