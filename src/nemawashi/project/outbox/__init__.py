"""Mail that leaves: written from typed templates, sent by one worker that tries again, noted with the server's answer."""
