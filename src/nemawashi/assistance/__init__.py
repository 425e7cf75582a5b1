"""What was paid and built: pledges, packages, projects, each tied to the commitment it serves."""
