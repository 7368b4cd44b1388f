/** Time as a parameter: everything that asks what time it is asks a Clock, so that tests can say. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
