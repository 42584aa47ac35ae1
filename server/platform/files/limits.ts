/** How many files one form takes. */
export const MOST_FILES = 10
/** The size of each, in bytes. */
export const MOST_BYTES = 25 * 1024 * 1024
