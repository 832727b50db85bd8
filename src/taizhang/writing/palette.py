"""The colours of everything that is drawn, on screen and in Word: those of the site's style sheet."""

INK, QUIET, LINE, BAND, GROUND = "#1c2226", "#5b656c", "#d8dde1", "#f3f5f6", "#ffffff"
ACCENT, PALE = "#1f5f8b", "#a9bfcd"       # what is told, and what it is held against
LATE = "#a4262c"
