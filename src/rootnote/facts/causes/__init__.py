"""What is said to cause the radiculopathy."""
