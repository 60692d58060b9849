/** A whole number of nanoseconds since the clock's origin: exact for 104 days either way. */
export type Instant = number;
