/**
 * Tries, over about two hours, after which a timer is parked: it keeps its row and what was wrong, and is tried again
 * only when its subject sets it anew or a process starts.
 */
export const MOST_ATTEMPTS = 12;
