/** Makes some members of an interface optional: those that an encoder computes when they are left out. */
export type Fill<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> & Partial<Pick<T, K & keyof T>> : never;
