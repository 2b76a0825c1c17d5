"""Document templates as regions edit them: what they may say, what is wrong with them, and their versions."""
