"""The site: who may do what, the ledger, what is collected, and the reports made of it."""
