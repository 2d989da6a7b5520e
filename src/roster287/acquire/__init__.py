"""Where lists come from: files and folders, ICE's page, the Internet Archive. Gives bytes and captures, no more."""
