"""How things are said in running words, in English, Russian and Japanese: how strongly a verb binds, numbers, months."""
