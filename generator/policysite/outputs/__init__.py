"""What is made from a library: pages, data, feeds, papers, reports, notifications, records of use.

These packages do not know each other; what they share, `escaping`, lies beside them.
"""
