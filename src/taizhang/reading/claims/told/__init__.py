"""What is told twice, what is counted and then named, and numbers that are lost."""
