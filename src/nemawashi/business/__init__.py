"""Companies and institutions: what they offer and need, whom they meet at a business dialogue, and what came of it."""
