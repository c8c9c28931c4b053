"""Pages of the house itself: the start page, search, health, branding, the style page."""
