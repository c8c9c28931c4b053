"""The routes: each shows what the person sees, and knocks on the workflow's doors."""
