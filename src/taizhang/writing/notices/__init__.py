"""Notices of supervision as official documents: 督办单 (`urging.py`) and 进度通报 (`progress.py`)."""
