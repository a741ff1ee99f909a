"""What policies are: documents, editions, duties, roles, dates, and what is wrong with their sources.

Pure: knows no file, clock, YAML or page.
"""
