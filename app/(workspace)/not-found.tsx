// The workspace's own, so that the page around it is kept and not drawn anew.
export { default } from '../not-found';
