"""Atomic writing of files, and locks that keep processes apart."""
