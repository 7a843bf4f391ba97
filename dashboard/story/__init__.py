"""What a page says, as blocks made of figures: told once here, drawn by any renderer. Knows no screen."""
