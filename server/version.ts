import { version } from '../package.json';

/** Of the product; everything that says which one it is says this. */
export const VERSION: string = version;
