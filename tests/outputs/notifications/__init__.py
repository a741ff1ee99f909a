"""Tests of reminders, with real servers for mail and for webhooks on this machine."""
