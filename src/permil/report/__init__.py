"""Views of an answer document: charts, HTML, PDF, terminal, method texts."""
