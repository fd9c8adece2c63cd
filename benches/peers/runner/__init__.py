"""Builds, runs, compares and tabulates the peers."""
