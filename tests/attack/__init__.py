"""An attack on what is public: nobody may be found in the numbers, whatever was published and corrected."""
