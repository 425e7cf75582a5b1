"""What we rely on: sources, what each claims, where claims cannot all hold, and who preferred which."""
