"""Text to image: its models are trained; its page is still to come."""
