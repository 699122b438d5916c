/** Narrower windows, in px, show one stage at a time. */
export const PHONE = 640;
