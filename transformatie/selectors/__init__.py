"""Questions about dossiers for the screens, each with a fixed number of queries."""
