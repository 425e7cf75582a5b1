"""What comes before and after a text: meetings, agendas, commitments, the day of a delegation, the log."""
