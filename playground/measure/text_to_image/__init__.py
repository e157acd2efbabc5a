"""What the text-to-image system scores."""
