"""Conservative treatment that was tried."""
