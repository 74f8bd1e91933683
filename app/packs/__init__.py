"""Loads and checks what ships as data: starting texts of consents."""
