// The Files port: the state folder as the program sees it, durable writes included.

/** Failures are thrown as Error with a `code` as Node has it (ENOSPC, EROFS, EACCES …). */
export interface Files {
  /** The text of a file, or undefined when there is none. */
  read(path: string): Promise<string | undefined>;
  /** Replaces a file durably: temporary file, fsync, rename, fsync of the folder; the previous copy stays as `.bak`. */
  write(path: string, text: string): Promise<void>;
  /** Adds one line durably (fsync). */
  append(path: string, line: string): Promise<void>;
  /** Removes a file; one that is not there is fine. */
  remove(path: string): Promise<void>;
}
