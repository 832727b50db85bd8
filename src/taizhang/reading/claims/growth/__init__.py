"""Growth and difference: what is, what was, and by how much it changed."""
