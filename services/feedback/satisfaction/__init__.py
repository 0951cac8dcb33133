"""How satisfied customers are: asked once by mail after the end, or noted by the desk after a call."""
