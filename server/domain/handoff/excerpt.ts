/** Characters of a comment, a question or an answer that its event repeats. */
export const EXCERPT = 140;
