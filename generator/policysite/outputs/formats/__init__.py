"""The JSON that other programs read, and the records that they hand back: its names, types and schemas.

Knows the domain and no other output. Import the module that is needed: a check needs none of them.
"""
