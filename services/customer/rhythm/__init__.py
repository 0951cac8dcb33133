"""Work by tier: how customers of each tier are served, how often they are to be contacted, and who is due."""
