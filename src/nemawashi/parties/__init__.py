"""Who takes part: dialogues, parties with their standing over time, people and posts, pillars."""
