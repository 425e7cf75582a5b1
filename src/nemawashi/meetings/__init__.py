"""When they meet: tracks, meetings, agendas, recommendations of the experts, decisions."""
