"""What tests of any service need: servers, databases, contexts."""
