"""What a firm measures, each value with its interval."""
