"""What a person asks for: assess, simulate, explain."""
