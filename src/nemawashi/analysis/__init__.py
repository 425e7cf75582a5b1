"""What it means: concepts and where they live in texts."""
