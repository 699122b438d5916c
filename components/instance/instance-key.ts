/** Key of the reserved project that global things belong to. */
export const INSTANCE = 'instance';
