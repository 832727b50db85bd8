"""Outlines + results -> a report whose figures all know their evidence -> docx, html, pdf."""
