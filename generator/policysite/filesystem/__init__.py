"""Files written whole or not at all, and what only one process may do at a time."""
