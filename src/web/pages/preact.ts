/** The one door to Preact. */
export type { ComponentChildren, VNode } from 'preact';
export { render } from 'preact';
