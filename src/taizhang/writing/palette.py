"""The colours of everything that is drawn, on screen and in Word: those of the site's style sheet."""

INK, QUIET, LINE, BAND, GROUND = "#1c2226", "#5b656c", "#d8dde1", "#f3f5f6", "#ffffff"
ACCENT = "#1f5f8b"
SERIES = (ACCENT, "#c08a2e", "#5a8f7b", "#8c5a7a", "#7a8b99", "#b5624b", "#4b6cb5", "#8a8f3c")
LIGHTS = {"green": "#2b6a3a", "yellow": "#d9a400", "orange": "#d9730d", "red": "#a4262c", "off": "#9aa5ad"}
