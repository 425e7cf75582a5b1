"""Pictures as SVG that every word of is escaped: charts, maps and trees."""
