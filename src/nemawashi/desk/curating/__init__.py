"""What a curator does: sources, claims, rulings, claims out of and into files."""
