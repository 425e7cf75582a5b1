"""Where clauses come from and which words were agreed before: the shelf of adopted clauses and what is asked of it."""
