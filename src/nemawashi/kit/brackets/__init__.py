"""What delegations type: brackets read and written, and amendments in instruction form."""
