@rem npm scripts begin with "exec", so that a POSIX shell becomes the program and npm's signals reach it.
@rem On Windows, which has no such word and no such signals, it runs the rest of its line.
@%*
