"""What the person who is signed in has for themselves: preferences, snippets, templates, where they were."""
