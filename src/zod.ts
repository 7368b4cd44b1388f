/** The door to zod, which says what settings and recipes may hold. */
export { z } from 'zod';
