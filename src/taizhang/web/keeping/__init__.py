"""Keeping an installation: backed up, restored, looked after."""
