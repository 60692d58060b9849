/**
 * `T` with the members `K` left to choice: the encoders compute those that are left out, and write those that are given as
 * they are given, right or wrong. Members that an arm of a union has not got are no matter.
 */
export type Optional<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> & Partial<Pick<T, K & keyof T>> : never;
