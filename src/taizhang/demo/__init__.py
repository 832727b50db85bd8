"""An invented city that looks like the real ones: 青汀市, five districts and three counties."""
