"""Reference pages, written from the code so that they cannot lag behind it."""
