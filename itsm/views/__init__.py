"""The roof: home, search, health, branding, the style page."""
